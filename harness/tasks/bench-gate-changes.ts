/** What the bench of the gate tries: each injected change, in which cells, how often, and what the gate must say. */
import type { PatternName, StackName } from '../results/schema.ts';
import * as patch from './bench-gate-patches.ts';

export interface Target {
  pattern: PatternName;
  stack: StackName;
}

export interface Change {
  /** As --only names it. */
  name: string;
  title: string;
  /** Where it is injected, and what the diff is narrowed to; undefined for a diff of everything. */
  cells: readonly (Target | undefined)[];
  /** Diffs per cell. */
  runs: number;
  /** The row that must carry the verdict; none for A/A. */
  expected?: { metric: string; verdict: 'regression' | 'improvement' };
  /** Injected share of what a request of the unchanged endpoint takes of this metric: 0.05 is 5 %. */
  share?: number;
  /** The side that gets the patch: base for an improvement. */
  side: 'base' | 'head';
  /** @param amount in the metric's unit: `share` of what was measured on this machine. */
  inject?(dir: string, target: Target, amount: number): void;
  countsOnly?: boolean;
  /** A process beside the diff that keeps a core busy. */
  burner?: boolean;
  /** Whether a red of the same cell, beside the expected one, is the doing of the change as well. */
  causes(metric: string): boolean;
  /** The least share that must be found; for A/A there is nothing to find, and no red allowed. */
  atLeast?: number;
}

const cellsOf = (...patterns: PatternName[]): Target[] =>
  patterns.flatMap((pattern) => [
    { pattern, stack: 'node' as const },
    { pattern, stack: 'python' as const },
  ]);

const nothing = { side: 'head', causes: () => false } as const;

function busyWork(name: string, title: string, share: number, more: Pick<Change, 'runs' | 'atLeast'>): Change {
  return {
    ...nothing,
    ...more,
    name,
    title,
    cells: cellsOf('pooling', 'parallel'),
    expected: { metric: 'cpu', verdict: 'regression' },
    share,
    inject: (dir, { pattern, stack }, ms) => patch.burnCpu(dir, pattern, stack, ms),
  };
}

function count(name: string, title: string, pattern: PatternName, metric: string, inject: Change['inject']): Change {
  return {
    side: 'head',
    name,
    title,
    cells: cellsOf(pattern),
    runs: 5,
    expected: { metric, verdict: 'regression' },
    ...(inject === undefined ? {} : { inject }),
    countsOnly: true,
    // A statement more is a round trip more, and a pool more is a connection, its statements and round trips.
    causes: () => true,
    atLeast: 1,
  };
}

/** What the first work to be injected is sized by; see arrivedShare. */
export const CALIBRATION = 'calibration';

export const CHANGES: readonly Change[] = [
  { ...nothing, name: 'a/a', title: 'nothing (A/A)', cells: cellsOf('pooling', 'parallel'), runs: 5 },
  // Enough to know the memory that the change of it is a share of.
  { ...nothing, name: 'a/a', title: 'nothing (A/A)', cells: cellsOf('streaming'), runs: 1 },
  count('statement', 'one more statement', 'pooling', 'statements', (dir, { stack }) => patch.askTwice(dir, stack)),
  count('batch', 'batches of 50, not 100', 'batching', 'upstream_calls', (dir, { stack }) =>
    patch.halveBatches(dir, stack),
  ),
  count('pool', 'a pool per request', 'pooling', 'connections', (dir, { stack }) => patch.poolPerRequest(dir, stack)),
  busyWork(CALIBRATION, '+12 % CPU asked for, to see what arrives', 0.12, { runs: 1 }),
  busyWork('+5', '+5 % CPU', 0.05, { runs: 10, atLeast: 0.9 }),
  busyWork('+10', '+10 % CPU', 0.1, { runs: 3, atLeast: 1 }),
  {
    ...busyWork('-10', '−10 % CPU', 1 / 0.9 - 1, { runs: 3 }),
    side: 'base',
    expected: { metric: 'cpu', verdict: 'improvement' },
  },
  {
    ...nothing,
    name: 'memory',
    title: '+20 % memory',
    cells: cellsOf('streaming'),
    runs: 5,
    expected: { metric: 'peak_rss', verdict: 'regression' },
    share: 0.2,
    inject: (dir, { stack }, bytes) => patch.holdMemory(dir, stack, Math.round(bytes)),
    // Pages that are touched cost CPU.
    causes: (metric) => metric === 'cpu',
  },
  {
    ...nothing,
    name: 'a/a-burner',
    title: 'nothing, a CPU burner beside it',
    cells: cellsOf('pooling', 'parallel'),
    runs: 2,
    burner: true,
  },
  { ...nothing, name: 'a/a-full', title: 'nothing, all patterns and stacks', cells: [undefined], runs: 3 },
];

/** How long a diff of a cell, or of everything, may take. */
export function budgetOf({ stack }: Partial<Target> = {}): { text: string; ms: number } {
  if (stack === undefined) return { text: '5m', ms: 300_000 };
  return stack === 'node' ? { text: '75s', ms: 75_000 } : { text: '120s', ms: 120_000 };
}
