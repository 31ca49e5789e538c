/**
 * Growth of memory per 1,000 requests: whether a service keeps something of each of them. Pure.
 *
 * A process grows without a leak, too: while its code is compiled, while its heap finds its size, and between two
 * collections of garbage. Base does so as head does, in the same window of the same requests, so that what counts is
 * what head grows more than base, block by block; and what comes and goes between two collections is not in the medians
 * of two halves.
 */
import type { ChangeRule } from './change-rule.ts';
import { mean, median } from './quantiles.ts';

/** Memory between two windows of a load. */
export interface MemoryReading {
  /** Requests that the process had answered by then, since its first window. */
  served: number;
  rssBytes: number;
}

/** When a growth is one. */
export const GROWTH_RULE = {
  /** The requests in terms of which it is stated. */
  per: 1_000,
  /** Less is not looked for: 1 kB of each request. */
  leastBytes: 1e6,
  /** What a process must have grown by between the two halves of a load: allocators take memory in steps of that size. */
  stepBytes: 2e6,
  /** Fewer readings than these have no halves whose medians mean anything. */
  readings: 6,
  /** A share of what both sides grow by, as a heap does that is filled up to its limit: less of a difference says nothing. */
  ofBoth: 0.25,
} as const;

/**
 * The median of the later half of the readings less that of the earlier one, in bytes per 1,000 requests of what was served
 * in between. Of an odd number the one in the middle is left out. Undefined where there are too few.
 */
export function growthOf(readings: readonly MemoryReading[]): number | undefined {
  if (readings.length < GROWTH_RULE.readings) return undefined;
  const inOrder = readings.toSorted((one, other) => one.served - other.served);
  const half = Math.floor(inOrder.length / 2);
  const [earlier, later] = [inOrder.slice(0, half), inOrder.slice(-half)];
  const between = (of: (one: MemoryReading) => number) => median(later.map(of)) - median(earlier.map(of));
  const served = between((one) => one.served);
  return served > 0 ? (GROWTH_RULE.per * between((one) => one.rssBytes)) / served : undefined;
}

/**
 * The smallest growth that matters, in bytes per 1,000 requests.
 * @param between the requests between the middles of the two halves: the fewer they are, the more each must leave behind
 *   to be told from a step of the allocator.
 */
export const growthThreshold = (between: number): number =>
  Math.max(GROWTH_RULE.leastBytes, (GROWTH_RULE.per * GROWTH_RULE.stepBytes) / between);

/** What both sides grow by in a block, in bytes per 1,000 requests. */
export interface GrowthPair {
  base: number;
  head: number;
}

/** What one side grows beyond the other and the share that says nothing. */
const beyondShareOf = {
  head: ({ base, head }: GrowthPair) => head - (1 + GROWTH_RULE.ofBoth) * base,
  base: ({ base, head }: GrowthPair) => base - (1 + GROWTH_RULE.ofBoth) * head,
};

/**
 * The smallest difference that matters among these blocks, in bytes per 1,000 requests: a share of what both sides grow by, in
 * the mean. In a single block it would be another one: a heap that is swept now and then grows in one block and
 * shrinks in the next, and those in which it happens to grow on both sides would hide a part of every leak.
 * @param least that of blocks of which nothing is in common, `growthThreshold`.
 */
export function growthMargin(blocks: readonly GrowthPair[], least: number): number {
  const both = [blocks.map(({ base }) => base), blocks.map(({ head }) => head)];
  return Math.max(least, GROWTH_RULE.ofBoth * Math.min(...both.map(mean)));
}

/**
 * What head grows more than base, above 0 for worse, must reach the margin. That neither grows more than the other by what
 * matters is shown by less than `least`, or by less than the share: head - (1 + share) base has an upper bound below 0. So
 * the ratio of two means is tested without taking one of them as known (Hauschke, Kieser, Diletti & Burke, Statistics in
 * Medicine 18, 1999), and growth that both show by chance excuses nothing.
 */
export const growthRule = (least: number): ChangeRule<GrowthPair> => ({
  changeOf: ({ base, head }) => head - base,
  marginOf: (blocks) => growthMargin(blocks, least),
  isWithin: ({ estimate, reach }, upperBoundOf) =>
    (estimate + reach < least || upperBoundOf(beyondShareOf.head) < 0) &&
    (reach - estimate < least || upperBoundOf(beyondShareOf.base) < 0),
});
