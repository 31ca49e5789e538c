/** Why so many connections, and why none beyond them, with the measurements of the search and the comparison. */
import type {
  LevelMetrics,
  OverflowReason,
  SizeClaim,
  SizeReason,
  TuneResults,
  TuneWindow,
} from '../../results/tune.ts';
import { type Level, levelOf } from '../search/equivalent.ts';
import type { SearchResult } from '../search/next-setting.ts';

/** What was measured on the recommendation, on the next smaller setting and on the largest, and what was predicted. */
export function sizeReason(found: SearchResult, results: TuneResults): SizeReason {
  const { connections, windows } = found;
  const { revision } = results;
  const levels = results.search.map(levelOf).toSorted((one, other) => one.connections - other.connections);
  const own = levels.find((level) => level.connections === connections);
  const most = levels.at(-1);
  return {
    code: 'size',
    claim: claimOf(found, results),
    connections,
    windows,
    own: figuresOf(own),
    fewer: figuresOf(
      levels.findLast((level) => level.connections < connections && level.connections !== revision?.searched),
    ),
    most: figuresOf(most === own ? undefined : most),
    noise: results.standard?.noise ?? null,
    in_use: results.prediction?.in_use ?? null,
    ...(revision === undefined ? {} : { revision }),
  };
}

function claimOf({ ending }: SearchResult, { budget }: TuneResults): SizeClaim {
  if (ending !== 'ceiling') return ending;
  return budget === null ? 'most-tried' : 'server-limit';
}

function figuresOf(level: Level | undefined): LevelMetrics | null {
  if (level === undefined) return null;
  const { connections, p95Ms, sent, unserved } = level;
  return { connections, p95_ms: Number.isFinite(p95Ms) ? p95Ms : null, sent, unserved };
}

/** Beside the pool with overflow that opened the most connections, where one did. */
export function overflowReason({ comparisons, recommended }: TuneResults): OverflowReason {
  const churn = comparisons
    .filter(({ cell }) => cell.setting.overflow > 0)
    .map(({ alternative, cell }) => ({ alternative, opened: opened(cell.windows) }))
    .toSorted((one, other) => other.opened - one.opened)[0];
  if (churn === undefined || churn.opened === 0 || recommended === null) return { code: 'overflow', churn: null };
  return { code: 'overflow', churn: { ...churn, recommended_opened: opened(recommended.windows) } };
}

const opened = (windows: readonly TuneWindow[]): number =>
  windows.reduce((sum, { connections_opened }) => sum + (connections_opened ?? 0), 0);
