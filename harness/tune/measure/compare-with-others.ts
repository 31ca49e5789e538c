/**
 * The answer of the search beside the pools that people have. Where one of those is faster by more than the noise, both cannot
 * stand: what lies between them is measured in the same rounds, and the smallest that is not slower is the answer; where there is
 * none, the pool that was faster.
 */
import { connectionsOf, type PoolComparison, type Revision, type TuneCell } from '../../results/tune.ts';
import { nextBetween } from '../search/between.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { comparisonsWith, ratioOf, type Verified } from './verify.ts';

/** What it takes, each of which is measured. */
export interface Steps {
  /** So many connections beside the other pools, in turn. */
  compare(connections: number): Promise<Verified>;
  /** So many connections afterwards, under the arrivals of those rounds; undefined where there is no time for that. */
  measureAfter(connections: number, rounds: TuneCell): Promise<TuneCell | undefined>;
}

export interface Settled {
  /** What is recommended: what was searched, or what took its place. */
  found: SearchResult;
  compared: {
    /** Null where the answer changed to connections that were not measured without overflow. */
    recommended: TuneCell | null;
    comparisons: PoolComparison[];
  };
  /** Why the answer is not that of the search. */
  revision?: Revision;
}

export interface Bounds {
  /** What p95 of equal settings differs by, relative. */
  noise: number;
  /** The most connections that can be had. A pool of more shows that more would be better, not that they can be recommended. */
  ceiling: number;
  /** What theory says. */
  predicted: number;
}

export async function compareWithOthers(searched: SearchResult, bounds: Bounds, steps: Steps): Promise<Settled> {
  const { noise, ceiling } = bounds;
  const compared = await steps.compare(searched.connections);
  const faster = fasterPool(compared.comparisons);
  if (faster === undefined) return { found: searched, compared };
  const { alternative, cell, p95_ratio } = faster;
  const connections = connectionsOf(cell.setting);
  const because = { searched: searched.connections, alternative, connections, p95_ratio, noise };
  const between = await searchBetween(searched, faster, compared, bounds, steps);
  if (between?.own !== undefined) {
    const { found, own, tried } = between;
    return { found, compared: seenFrom(own, compared, noise), revision: { code: 'searched-again', ...because, tried } };
  }
  if (connections > ceiling) return { found: searched, compared };
  const tried = between === undefined ? {} : { tried: between.tried };
  return {
    found: { connections, ending: 'undecided', windows: searched.windows },
    compared: cell.setting.overflow > 0 ? { recommended: null, comparisons: [] } : seenFrom(cell, compared, noise),
    revision: { code: 'winner-taken', ...because, ...tried },
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

interface SearchedBetween {
  found: SearchResult;
  /** The smallest that is not slower than the faster pool by more than the noise; undefined where none that was measured is not. */
  own: TuneCell | undefined;
  tried: NonNullable<Revision['tried']>;
}

/** Undefined where nothing between them was measured. */
async function searchBetween(
  searched: SearchResult,
  { cell }: Faster,
  { recommended }: Verified,
  { noise, ceiling, predicted }: Bounds,
  steps: Steps,
): Promise<SearchedBetween | undefined> {
  let [tooFew, enough] = [searched.connections, Math.min(connectionsOf(cell.setting), ceiling + 1)];
  let own: TuneCell | undefined;
  const tried: SearchedBetween['tried'] = [];
  let next = nextBetween({ tooFew, enough, predicted });
  for (; next !== undefined; next = nextBetween({ tooFew, enough, predicted })) {
    const measured = await steps.measureAfter(next, recommended);
    if (measured === undefined) break;
    const ratio = ratioOf(measured.windows, cell.windows);
    if (ratio === null) break;
    tried.push({ connections: next, p95_ratio: ratio.value });
    if (ratio.value <= 1 + noise) [enough, own] = [next, measured];
    else tooFew = next;
  }
  if (tried.length === 0) return undefined;
  const windows = searched.windows + tried.length * recommended.windows.length;
  return { found: { connections: enough, ending: next === undefined ? 'smallest' : 'undecided', windows }, own, tried };
}

/** The same rounds, seen from what is recommended in place of what was searched. Without a pooler that was measured alone. */
function seenFrom(own: TuneCell, { recommended: searched, comparisons }: Verified, noise: number) {
  const { size, overflow } = searched.setting;
  const others = [
    { alternative: { code: 'searched' as const, size, overflow }, cell: searched },
    ...comparisons.filter(({ alternative, cell }) => cell !== own && alternative.code !== 'without-pooler'),
  ];
  return { recommended: own, comparisons: comparisonsWith(own, others, noise) };
}
