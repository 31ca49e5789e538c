/**
 * Where more blocks narrow intervals most: Neyman's allocation with unequal costs (Journal of the Royal Statistical Society
 * 97, 1934; Cochran, Sampling Techniques, 5.5), one block at a time and with Student's t instead of the normal quantile,
 * because a fourth block narrows an interval far more than a fortieth.
 *
 * It sees spreads and costs, never a mean: whatever the blocks show, their number is decided.
 */
import { studentTQuantile } from './student-t.ts';

const LEVEL = 0.95;

/** What a pilot showed of one series of blocks. */
export interface Pilot {
  /** Standard deviation between blocks, of logarithms for a ratio. */
  sd: number;
  /** The time of one block, > 0. */
  blockMs: number;
}

/**
 * How many blocks each series gets beyond the `pilotBlocks` it has. The next block goes where the interval narrows most
 * per millisecond, until none fits into what is left of the time; of equals, to the series with the fewest blocks.
 *
 * Throws RangeError for a spread that is not >= 0 and a time that is not > 0.
 */
export function allocateBlocks(pilots: readonly Pilot[], pilotBlocks: number, leftMs: number): number[] {
  for (const { sd, blockMs } of pilots) {
    if (!(sd >= 0 && Number.isFinite(sd))) throw new RangeError(`a spread of ${sd}`);
    if (!(blockMs > 0)) throw new RangeError(`a block of ${blockMs} ms`);
  }
  const series = pilots.map((pilot) => ({ ...pilot, blocks: pilotBlocks }));
  for (let left = leftMs; ; ) {
    const next = series
      .filter(({ blockMs }) => blockMs <= left)
      .map((one) => ({ one, narrowing: (one.sd * (halfWidth(one.blocks) - halfWidth(one.blocks + 1))) / one.blockMs }))
      .sort((a, b) => b.narrowing - a.narrowing || a.one.blocks - b.one.blocks)[0]?.one;
    if (next === undefined) return series.map(({ blocks }) => blocks - pilotBlocks);
    next.blocks++;
    left -= next.blockMs;
  }
}

const known = new Map<number, number>();

/** Half the width of the t interval of n values whose standard deviation is 1. Kept: it is asked for again and again. */
function halfWidth(n: number): number {
  const width = known.get(n) ?? studentTQuantile(1 - (1 - LEVEL) / 2, n - 1) / Math.sqrt(n);
  known.set(n, width);
  return width;
}
