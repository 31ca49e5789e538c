/** From the windows of a load to the growth of each side, block by block. Pure. */
import { READING } from '../patterns/diff/metrics.ts';
import type { CellName, DiffHeader, Sample } from '../results/schema.ts';
import { growthOf, growthThreshold } from '../stats/growth.ts';
import { isFault } from '../stats/invalid-trials.ts';
import type { PairedBlock } from './pair-windows.ts';
import { requestOf } from './request-rules.ts';

/**
 * Whether a window says what its requests left behind: all that were answered did, however long they took. What else the
 * machine did meanwhile makes times invalid, not memory.
 */
export const isRead = ({ invalid = [] }: Sample): boolean => !invalid.some(isFault);

/**
 * Bytes per 1,000 requests of either side, in the blocks in which both have enough readings.
 * @param base the counting samples of one arm of one cell; `head` those of the other.
 */
export function pairGrowth(base: readonly Sample[], head: readonly Sample[]): PairedBlock[] {
  const ofHead = Map.groupBy(head, ({ block }) => block);
  return [...Map.groupBy(base, ({ block }) => block)]
    .flatMap(([block, windows]) => {
      const [before, after] = [growthIn(windows), growthIn(ofHead.get(block) ?? [])];
      return before === undefined || after === undefined ? [] : [{ block, base: before, head: after }];
    })
    .sort((one, other) => one.block - other.block);
}

const growthIn = (windows: readonly Sample[]): number | undefined =>
  growthOf(
    windows.filter(isRead).flatMap(({ metrics }) => {
      const { [READING.rssBytes]: rssBytes, [READING.served]: served } = metrics;
      return rssBytes === undefined || served === undefined ? [] : [{ rssBytes, served }];
    }),
  );

/** The smallest growth of a cell that matters, in bytes per 1,000 requests; undefined where it has no load. */
export function growthThresholdOf(header: Pick<DiffHeader, 'service' | 'plan'>, cell: CellName): number | undefined {
  const load = requestOf(header, cell)?.load;
  const windows = header.plan.turns?.windows;
  if (load === undefined || windows === undefined) return undefined;
  return growthThreshold((windows / 2) * load.turns * load.turn);
}
