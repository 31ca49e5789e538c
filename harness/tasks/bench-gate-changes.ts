/** What the bench of the gate tries: each injected change, in which cells, and what the gate must say. */
import type { Metric, PatternName, StackName } from '../results/schema.ts';
import { blocksFor } from '../stats/fixed-sample.ts';
import * as patch from './bench-gate-patches.ts';

export interface Target {
  pattern: PatternName;
  stack: StackName;
}

export interface Change {
  /** As --only names it. */
  name: string;
  title: string;
  /** One diff each: where the change is injected, and what the diff is narrowed to; undefined for a diff of everything. */
  diffs: readonly (Target | undefined)[];
  /** The row that must carry the verdict; none for A/A. */
  expected?: {
    metric: string;
    verdict: 'regression' | 'improvement';
    /** Its row must fail the gate, too, although the metric is a secondary one. */
    red?: true;
  };
  /** By how much the metric is to grow, as a share of what the unchanged endpoint takes: 0.05 is 5 %. */
  share?: number;
  /** The side that gets the patch: base for an improvement. */
  side: 'base' | 'head';
  /** @param amount in the metric's unit: as much as makes `share` on this machine. */
  inject?(dir: string, target: Target, amount: number): void;
  countsOnly?: boolean;
  /** So many shares, with as many blocks together as they have by default. */
  shards?: number;
  /** A process beside the diff that keeps a core busy. */
  burner?: boolean;
  /** Whether a red of the same cell, beside the expected one, is the doing of the change as well. */
  causes(kind: Metric['kind']): boolean;
  /** The least share that must be found; for A/A there is nothing to find, and no red allowed. */
  atLeast?: number;
}

const cell = (pattern: PatternName, stack: StackName): Target => ({ pattern, stack });
/** The cells whose CPU the bench changes. */
const LOADED = [
  cell('pooling', 'node'),
  cell('parallel', 'python'),
  cell('pooling', 'python'),
  cell('parallel', 'node'),
];
const BATCHING = [cell('batching', 'node'), cell('batching', 'python')];
const STREAMING = [cell('streaming', 'node'), cell('streaming', 'python')];
const times = (runs: number, cells: readonly Target[]): Target[] => Array.from({ length: runs }, () => cells).flat();

const nothing = { side: 'head', causes: () => false } as const;

function busyWork(
  name: string,
  title: string,
  share: number,
  more: Pick<Change, 'diffs' | 'atLeast' | 'shards'>,
): Change {
  return {
    ...more,
    name,
    title,
    side: 'head',
    expected: { metric: 'cpu', verdict: 'regression' },
    share,
    inject: (dir, { pattern, stack }, ms) => patch.burnCpu(dir, pattern, stack, ms),
    // Work takes time.
    causes: (kind) => kind === 'time',
  };
}

function count(name: string, title: string, pattern: PatternName, metric: string, inject: Change['inject']): Change {
  return {
    side: 'head',
    name,
    title,
    diffs: [cell(pattern, 'node'), cell(pattern, 'python')],
    expected: { metric, verdict: 'regression' },
    ...(inject === undefined ? {} : { inject }),
    countsOnly: true,
    // A statement more is a round trip more, and a pool more is a connection, its statements and round trips.
    causes: () => true,
    atLeast: 1,
  };
}

const SHARDS = 4;
const IN_SHARES = { diffs: times(3, LOADED.slice(0, 1)), shards: SHARDS };

/** What nothing is changed in: the unchanged endpoint is known from it. */
export const NOTHING = 'a/a';

export const CHANGES: readonly Change[] = [
  { ...nothing, name: NOTHING, title: 'nothing (A/A)', diffs: [...times(4, LOADED), ...times(2, STREAMING)] },
  busyWork('+5', '+5 % CPU', 0.05, { diffs: times(5, LOADED), atLeast: 0.9 }),
  busyWork('+10', '+10 % CPU', 0.1, { diffs: times(2, LOADED), atLeast: 1 }),
  {
    ...busyWork('improvement', '−10 % CPU', 1 / 0.9 - 1, { diffs: LOADED.slice(0, 3), atLeast: 1 }),
    side: 'base',
    expected: { metric: 'cpu', verdict: 'improvement' },
  },
  {
    name: 'memory',
    title: '+20 % memory',
    diffs: [...STREAMING, cell('streaming', 'node')],
    side: 'head',
    expected: { metric: 'peak_rss', verdict: 'regression' },
    share: 0.2,
    inject: (dir, { stack }, bytes) => patch.holdMemory(dir, stack, Math.round(bytes)),
    // Pages that are touched cost CPU and time.
    causes: (kind) => kind === 'cost' || kind === 'time',
    atLeast: 1,
  },
  {
    name: 'sleep',
    title: '+10 ms of waiting',
    diffs: [...LOADED, ...BATCHING],
    side: 'head',
    expected: { metric: 'latency', verdict: 'regression', red: true },
    inject: (dir, { pattern, stack }) => patch.sleepMore(dir, pattern, stack, 10),
    // Clients that wait ask less, and a service that is asked less wakes more often per request.
    causes: (kind) => kind === 'time' || kind === 'cost',
    atLeast: 1,
  },
  { ...nothing, name: 'a/a-burner', title: 'nothing, a CPU burner beside it', diffs: LOADED, burner: true },
  count('statement', 'one more statement', 'pooling', 'statements', (dir, { stack }) => patch.askTwice(dir, stack)),
  count('batch', 'batches of 50, not 100', 'batching', 'upstream_calls', (dir, { stack }) =>
    patch.halveBatches(dir, stack),
  ),
  count('pool', 'a pool per request', 'pooling', 'connections', (dir, { stack }) => patch.poolPerRequest(dir, stack)),
  { ...nothing, ...IN_SHARES, name: 'a/a-shards', title: `nothing, in ${SHARDS} shares` },
  busyWork('+10-shards', `+10 % CPU, in ${SHARDS} shares`, 0.1, { ...IN_SHARES, atLeast: 1 }),
  { ...nothing, name: 'a/a-full', title: 'nothing, all patterns and stacks', diffs: [undefined, undefined] },
];

/** The time of all shares, before there are any. */
const SHARES_MS = 240_000;

/** How long a diff of a cell, or of everything, may take; as typed, or what bounds it instead, and in ms. Null for one that only counts. */
export function budgetOf(
  { countsOnly, shards }: Change,
  { stack }: Partial<Target> = {},
): { text: string; ms: number } | null {
  if (countsOnly) return null;
  if (shards !== undefined) return { text: `${blocksFor(shards)} blocks`, ms: SHARES_MS };
  if (stack === undefined) return { text: '5m', ms: 300_000 };
  return stack === 'node' ? { text: '75s', ms: 75_000 } : { text: '120s', ms: 120_000 };
}
