/**
 * The verdict on counts (round trips, statements, sessions, upstream calls): they are exact, so a change is a change. The
 * blocks that a request touches are exact, too, but not every change of them matters.
 */
import type { Verdict } from './verdict.ts';

/**
 * Compares a count per request, one value per block and side. A side whose blocks disagree was not counted exactly, and
 * nothing can be said: "inconclusive". Throws RangeError for a side without blocks.
 */
export function judgeCount(base: readonly number[], head: readonly number[], better: 'lower' | 'higher'): Verdict {
  const [before, after] = [base[0], head[0]];
  if (before === undefined || after === undefined) throw new RangeError('a count needs a block of either side');
  if (base.some((count) => count !== before) || head.some((count) => count !== after)) return 'inconclusive';
  if (before === after) return 'no change';
  return after < before === (better === 'lower') ? 'improvement' : 'regression';
}

/**
 * Compares a count of requests that may change what is counted: the k-th passes of both sides asked for the same after the
 * same. Equal passes are no change, whatever they do on the way; more in every pass than in any of the other side is a change.
 * Throws RangeError for a side without a pass.
 */
export function judgeDriftingCount(base: readonly number[], head: readonly number[]): Verdict {
  if (base.length === 0 || head.length === 0) throw new RangeError('a count needs a pass of either side');
  if (Math.min(...head) > Math.max(...base)) return 'regression';
  if (Math.max(...head) < Math.min(...base)) return 'improvement';
  const isSame = base.length === head.length && base.every((count, pass) => count === head[pass]);
  return isSame || new Set([...base, ...head]).size === 1 ? 'no change' : 'inconclusive';
}

/** How far blocks may move: both must be exceeded. */
export const BLOCKS_RULE = {
  /** A request that touches more than twice as many blocks lost an index, or reads rows that nobody asked for. */
  factor: 2,
  /** Fewer more than these are a level of an index, or a row that moved to a block of its own. */
  least: 5,
} as const;

/**
 * Compares blocks per request, one value per pass and side; of several passes those count that are the least far apart.
 * Throws RangeError for a side without a pass.
 */
export function judgeBlocks(base: readonly number[], head: readonly number[]): Verdict {
  if (base.length === 0 || head.length === 0) throw new RangeError('blocks need a pass of either side');
  if (isMore(Math.min(...head), Math.max(...base))) return 'regression';
  if (isMore(Math.min(...base), Math.max(...head))) return 'improvement';
  return isMore(Math.max(...head), Math.min(...base)) || isMore(Math.max(...base), Math.min(...head))
    ? 'inconclusive'
    : 'no change';
}

const isMore = (more: number, than: number): boolean =>
  more > BLOCKS_RULE.factor * than && more - than > BLOCKS_RULE.least;

/**
 * By the rule of each: fewer is better in all of them.
 * @param mayDrift whether the requests may change what is counted.
 */
export function judgeNamedCount(
  count: string,
  base: readonly number[],
  head: readonly number[],
  { mayDrift = false } = {},
): Verdict {
  if (count === 'blocks') return judgeBlocks(base, head);
  return mayDrift ? judgeDriftingCount(base, head) : judgeCount(base, head, 'lower');
}
