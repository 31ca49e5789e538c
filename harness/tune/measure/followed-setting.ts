/** What follows the setting of a service, from the connections that it has at two settings. Pure. */
import type { MeasuredService } from '../../results/tune.ts';

/** The connections of a service that was told to have so many, while more requests than that were under way. */
export interface SeenSetting {
  /** That each pool was told to have. */
  connections: number;
  /** That the service had, all together. */
  sessions: number;
  /** How many of those are in use at once; null where that is not to be seen. */
  inUse: number | null;
  /** Those of each process that serves; empty where they are not to be seen. */
  perProcess: readonly number[];
  /** So many times as much was served as one by one; null where the service had no more connections than it was told. */
  gain: number | null;
}

export interface SeenSettings {
  /** That serve; undefined where that is not to be seen. */
  processes: number | undefined;
  small: SeenSetting;
  /** Undefined where no larger setting can be had. */
  large: SeenSetting | undefined;
  /** Whether the pool may open connections beyond the size that it is told. */
  mayGrow: boolean;
}

export type Follows = Pick<MeasuredService, 'processes' | 'pools' | 'extra'>;

/** A pool that is full grows by this share of the difference at least: fewer clients may just have met. */
const GROWTH = 0.75;
/** A session that listens, or that some monitor has: of one that does not grow, these are not taken for a pool. */
const OTHER_SESSIONS = 2;
/** One connection and one process, each busy half of the time, serve twice as much as they do in turn; no more. */
export const MOST_GAIN_OF_ONE = 2.5;

/** @returns undefined when nothing follows the setting. */
export function judgeSettings({ processes, small, large, mayGrow }: SeenSettings): Follows | undefined {
  const step = large === undefined ? 0 : large.connections - small.connections;
  // Of the busiest process, where each can be seen: requests are not spread evenly over workers that share a port.
  const isSeen = small.perProcess.length > 0 && (large === undefined || large.perProcess.length > 0);
  const busiest = ({ perProcess, sessions }: SeenSetting) =>
    isSeen ? Math.max(...perProcess) : sessions / (processes ?? 1);
  const growth = large === undefined ? 0 : (busiest(large) - busiest(small)) / step;
  const poolsOfEach = Math.max(1, Math.round(growth));
  // Where processes are not to be seen, as many as the pools that follow.
  const serving = processes ?? poolsOfEach;
  const pools = processes === undefined ? poolsOfEach : processes * poolsOfEach;
  const follows: Follows = { processes: serving, pools, extra: extraOf(small, pools, poolsOfEach) };
  const told = serving * small.connections;
  if (small.sessions <= told && busiest(small) <= small.connections) return follows;
  const isQueueing = small.gain !== null && small.gain <= MOST_GAIN_OF_ONE * told;
  if (growth >= GROWTH) return mayGrow && !isQueueing ? undefined : follows;
  if (large === undefined && isQueueing) return follows;
  const isIdle = (small.inUse ?? told) <= told;
  return isIdle && small.sessions <= told + OTHER_SESSIONS && (small.inUse !== null || isQueueing)
    ? follows
    : undefined;
}

/** By the count of PostgreSQL, and by the connections of each process: a pool that nobody has asked yet has none. */
function extraOf({ connections, sessions, perProcess }: SeenSetting, pools: number, poolsOfEach: number): number {
  const beyond = perProcess.map((held) => Math.max(0, held - poolsOfEach * connections));
  return Math.max(
    0,
    sessions - pools * connections,
    beyond.reduce((sum, one) => sum + one, 0),
  );
}
