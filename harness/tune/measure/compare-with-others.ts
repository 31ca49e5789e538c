/**
 * The answer of the search beside the pools that people have. Where one of those is faster by more than the noise, both cannot
 * stand: the search is repeated, once, with what was learnt, or the pool that was faster is the answer.
 */
import { connectionsOf, type PoolComparison, type Revision, type TuneCell } from '../../results/tune.ts';
import type { Learnt, SearchResult } from '../search/next-setting.ts';
import { comparisonsWith, type Verified } from './verify.ts';

/** What it takes, each of which is measured. */
export interface Steps {
  /** So many connections beside the other pools, in the same rounds. */
  compare(connections: number): Promise<Verified>;
  /** The search goes on from its windows, and is followed by another comparison; undefined where there is no time for both. */
  searchAgain(learnt: Learnt): Promise<SearchResult | undefined>;
}

export interface Settled {
  /** What is recommended: what was searched, or what took its place. */
  found: SearchResult;
  compared: {
    /** Null where the answer changed to connections that were not measured without overflow. */
    recommended: TuneCell | null;
    comparisons: PoolComparison[];
  };
  /** Why the answer is not that of the first search. */
  revision?: Revision;
}

/** The windows by which the search may grow when it is repeated. */
export const MORE_WINDOWS = 4;

export interface Bounds {
  /** What p95 of equal settings differs by, relative. */
  noise: number;
  /** The most connections that can be had. A pool of more shows that more would be better, not that they can be recommended. */
  ceiling: number;
}

export async function compareWithOthers(searched: SearchResult, bounds: Bounds, steps: Steps): Promise<Settled> {
  const { noise, ceiling } = bounds;
  const compared = await steps.compare(searched.connections);
  const faster = fasterPool(compared.comparisons);
  if (faster === undefined) return { found: searched, compared };
  const { alternative, cell, p95_ratio } = faster;
  const connections = connectionsOf(cell.setting);
  const because = { searched: searched.connections, alternative, connections, p95_ratio, noise };
  const again = await searchBetween(searched, Math.min(connections, ceiling + 1), steps);
  if (again !== undefined) return { ...again, revision: { code: 'searched-again', ...because } };
  if (connections > ceiling) return { found: searched, compared };
  return {
    found: { connections, ending: 'undecided', windows: searched.windows },
    compared: seenFrom(faster, compared, noise),
    revision: { code: 'winner-taken', ...because },
  };
}

interface Faster extends PoolComparison {
  p95_ratio: NonNullable<PoolComparison['p95_ratio']>;
}

/**
 * The smallest of the pools beside which the recommended one is slower by more than the noise. That it is slower than without
 * its pooler says what the pooler costs, and nothing of its size.
 */
function fasterPool(comparisons: readonly PoolComparison[]): Faster | undefined {
  return comparisons
    .filter(
      (one): one is Faster =>
        one.reading === 'slower' && one.p95_ratio !== null && one.alternative.code !== 'without-pooler',
    )
    .toSorted((one, other) => connectionsOf(one.cell.setting) - connectionsOf(other.cell.setting))[0];
}

/** What the search finds between its first answer and the faster pool, where that holds beside the others. */
async function searchBetween(searched: SearchResult, enough: number, steps: Steps): Promise<Settled | undefined> {
  const { connections: tooFew, windows } = searched;
  if (enough <= tooFew + 1) return undefined;
  const found = await steps.searchAgain({ tooFew, mostWindows: windows + MORE_WINDOWS });
  if (found === undefined || found.connections <= tooFew || found.connections >= enough) return undefined;
  const compared = await steps.compare(found.connections);
  return fasterPool(compared.comparisons) === undefined ? { found, compared } : undefined;
}

/**
 * The same rounds, seen from the pool that was faster. One with overflow is recommended without it, and that was not
 * measured.
 */
function seenFrom({ cell }: PoolComparison, { recommended: searched, comparisons }: Verified, noise: number) {
  if (cell.setting.overflow > 0) return { recommended: null, comparisons: [] };
  const { size, overflow } = searched.setting;
  const others = [
    { alternative: { code: 'searched' as const, size, overflow }, cell: searched },
    ...comparisons.filter((one) => one.cell !== cell),
  ];
  return { recommended: cell, comparisons: comparisonsWith(cell, others, noise) };
}
