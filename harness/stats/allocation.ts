/**
 * Where more blocks narrow intervals most: Neyman's allocation with unequal costs (Journal of the Royal Statistical Society
 * 97, 1934; Cochran, Sampling Techniques, 5.5), one block at a time and with Student's t instead of the normal quantile,
 * because a sixth block narrows an interval far more than a fortieth.
 *
 * It sees spreads and costs, never a mean: whatever the blocks show, their number is decided. But where the spread of a
 * few blocks is small by chance, a rule that follows it adds none, and an interval that is too narrow stays as it is. So
 * every series is first raised to LEAST_BLOCKS; README.md shows what either rule does to the intervals.
 */
import { LEVEL } from './interval.ts';
import { studentTQuantile } from './student-t.ts';

/** Blocks that every series gets, as long as the time lasts, before spreads decide alone. */
const LEAST_BLOCKS = 5;

/** What a pilot showed of one series of blocks. */
export interface Pilot {
  /** Standard deviation between blocks, of logarithms for a ratio. */
  sd: number;
  /** The time of one block, > 0. */
  blockMs: number;
}

/**
 * How many blocks each series gets beyond the `pilotBlocks` it has. Series with the fewest go first until all have
 * LEAST_BLOCKS; then, and of equals, the next block goes where the interval narrows most per millisecond, until none
 * fits into what is left of the time.
 *
 * Throws RangeError for a spread that is not >= 0 and a time that is not > 0.
 */
export function allocateBlocks(pilots: readonly Pilot[], pilotBlocks: number, leftMs: number): number[] {
  for (const { sd, blockMs } of pilots) {
    if (!(sd >= 0 && Number.isFinite(sd))) throw new RangeError(`a spread of ${sd}`);
    if (!(blockMs > 0)) throw new RangeError(`a block of ${blockMs} ms`);
  }
  const series = pilots.map((pilot) => ({ ...pilot, blocks: pilotBlocks }));
  const fewest = ({ blocks }: Series) => Math.min(blocks, LEAST_BLOCKS);
  for (let left = leftMs; ; ) {
    const next = series
      .filter(({ blockMs }) => blockMs <= left)
      .toSorted((a, b) => fewest(a) - fewest(b) || narrowing(b) - narrowing(a) || a.blocks - b.blocks)[0];
    if (next === undefined) return series.map(({ blocks }) => blocks - pilotBlocks);
    next.blocks++;
    left -= next.blockMs;
  }
}

type Series = Pilot & { blocks: number };

/** How much one more block is expected to narrow the interval, per millisecond. */
const narrowing = ({ sd, blocks, blockMs }: Series) => (sd * (halfWidth(blocks) - halfWidth(blocks + 1))) / blockMs;

const known = new Map<number, number>();

/** Half the width of the t interval of n values whose standard deviation is 1. Kept: it is asked for again and again. */
function halfWidth(n: number): number {
  const width = known.get(n) ?? studentTQuantile(1 - (1 - LEVEL) / 2, n - 1) / Math.sqrt(n);
  known.set(n, width);
  return width;
}
