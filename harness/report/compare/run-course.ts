/** The course of a run in words: how it came to its number of blocks, and whether it was interrupted. */
import { BEST, type RunHeader, type Summary, type TimeSpent } from '../../results/schema.ts';
import { counted, instant, listed, quantity } from '../kit/format.ts';

type Ending = Pick<Summary, 'status' | 'status_reason' | 'curve_trials' | 'run'>;
type Course = Pick<RunHeader, 'blocks' | 'fewer_blocks' | 'time_budget' | 'resumed_at' | 'patterns'>;

/** Why a run is partial, and how far its curves came; null where nothing is known. */
export function endText({ status, status_reason, curve_trials, run }: Ending): string | null {
  const planned = run.curves?.planned_trials;
  const unfinished = status === 'partial' && curve_trials !== undefined && curve_trials !== planned;
  if (!unfinished) return status_reason;
  return `${status_reason}; ${curve_trials} of ${planned} trials of the curves were finished`;
}

/** e.g. "3 blocks"; where patterns differ, "3 to 9 blocks". */
export function blocksText({ blocks, fewer_blocks, time_budget, patterns }: Course): string {
  const each = patterns.map((name) => time_budget?.blocks?.[name] ?? fewer_blocks?.[name] ?? blocks);
  const [least, most] = [Math.min(...each), Math.max(...each)];
  return least === most ? counted(least, 'block') : `${least} to ${counted(most, 'block')}`;
}

/** e.g. ", resumed at 2026-01-14 10:02 UTC"; empty for a run in one piece. */
export function resumedText({ resumed_at = [] }: Course): string {
  return resumed_at.length === 0 ? '' : `, resumed at ${listed(resumed_at.map(instant))}`;
}

/** e.g. "measuring 88.1 s; after-best 3.9 s; timelines 6.1 s; set-up and everything else 11 s". */
export function spentText({ measuring_ms, best_ms, timelines_ms, other_ms }: TimeSpent): string {
  const parts: [string, number | undefined][] = [
    ['measuring', measuring_ms],
    [BEST, best_ms],
    ['timelines', timelines_ms],
    ['set-up and everything else', other_ms],
  ];
  return parts.flatMap(([what, ms]) => (ms === undefined ? [] : [`${what} ${quantity(ms, 'ms')}`])).join('; ');
}

/** Which patterns have fewer blocks than the others, for the section on method; none where all have as many. */
export function fewerLines({ fewer_blocks, patterns }: Course): string[] {
  const fewer = patterns.flatMap((name) =>
    fewer_blocks?.[name] === undefined ? [] : [`${name} ${fewer_blocks[name]}`],
  );
  if (fewer.length === 0) return [];
  return [`Patterns whose blocks are expensive for their information have fewer of them: ${listed(fewer)}.`];
}

/** How a time budget was spread, for the section on method; none without one. */
export function budgetLines({ blocks, time_budget, patterns }: Course): string[] {
  if (time_budget === undefined) return [];
  const budget = `The run was given ${quantity(time_budget.budget_ms, 'ms')}: a pilot of ${counted(blocks, 'block')} of every pattern`;
  if (time_budget.blocks === undefined) return [`${budget}, at whose end the rest would have been spread.`];
  const each = patterns.map((name) => `${name} ${time_budget.blocks?.[name] ?? blocks}`);
  return [
    `${budget}, then more blocks where the intervals of the headline gains were widest for what a block costs. Their number was decided once, from the pilot’s spreads and times and never from its gains: ${listed(each)} blocks.`,
  ];
}
