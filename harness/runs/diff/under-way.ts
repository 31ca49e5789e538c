/** What every diff does while it is under way, whatever services it compares. */
import { judgeDiff } from '../../diff/judge-diff.ts';
import type { CheckedOutSide } from '../../lab/checkout.ts';
import type { Progress } from '../../progress.ts';
import type { BySide } from '../../protocol/diff/sides.ts';
import { absentLines, sideText } from '../../report/diff/sides.ts';
import type { StoredDiff } from '../../results/diff-folder.ts';
import { type DiffHeader, type DiffResults, type Sample, SIDES } from '../../results/schema.ts';
import type { UnderWay } from '../kind.ts';
import { type DiffMeasuring, type MeasuredSides, measureBlocks, measureShare } from './measure-blocks.ts';
import { describeDiffPlan, describeEnding, withEnding } from './plan.ts';

/** The timed part: block after block, and why there are no more; or a share. */
export async function measureTimed(
  header: DiffHeader,
  measuring: DiffMeasuring,
  sides: MeasuredSides,
  run: UnderWay<DiffResults>,
): Promise<void> {
  const { progress } = run;
  const { samples } = measuring;
  progress.note(describeDiffPlan(header));
  const { fixed } = header.plan;
  if (fixed?.shard !== undefined)
    return await measureShare(header, { shard: fixed.shard, shards: fixed.shards }, measuring, sides);
  const ended = await measureBlocks(header, measuring, sides);
  decide(withEnding(header, ended), samples, run);
  if (header.cells.length > 0) progress.note(describeEnding(ended, samples));
}

/** Writes the header down. From here on there is something to report. */
export function decide(header: DiffHeader, samples: Sample[], { folder, reportWith }: UnderWay<DiffResults>): void {
  reportWith((ending) => judgeDiff(header, samples, ending));
  folder.writeHeader(header);
}

/** Which commits: a branch that was thought to be up to date often is not. */
export function sayWhatIsCompared(sides: BySide<CheckedOutSide>, { note }: Progress): void {
  for (const side of SIDES) {
    const own = Object.entries(sides[side].dependencies).filter(([, from]) => from === 'own');
    const installed = own.length === 0 ? '' : ` (${own.map(([stack]) => stack).join(' and ')} dependencies of its own)`;
    note(`${side}: ${sideText(sides[side])}${installed}`);
  }
  for (const line of absentLines(sides)) note(line);
}

/** A diff that goes on asks for the commit that a ref was; its header keeps what was typed, and what was made of it. */
export function asBefore(sides: BySide<CheckedOutSide>, earlier: StoredDiff | undefined): BySide<CheckedOutSide> {
  if (earlier === undefined) return sides;
  const of = (side: 'base' | 'head') => {
    const { given, branch } = earlier.header.sides[side];
    return { ...sides[side], given, ...(branch === undefined ? {} : { branch }) };
  };
  return { base: of('base'), head: of('head') };
}
