/** The course of a run in words: how it came to its number of blocks, and whether it was interrupted. */
import type { RunHeader } from '../results/schema.ts';
import { counted, instant, listed, quantity } from './format.ts';

type Course = Pick<RunHeader, 'blocks' | 'time_budget' | 'resumed_at' | 'patterns'>;

/** e.g. "3 blocks"; with a time budget that was spread, "3 to 9 blocks". */
export function blocksText({ blocks, time_budget }: Course): string {
  const each = Object.values(time_budget?.blocks ?? {});
  const [least, most] = [Math.min(...each), Math.max(...each)];
  return each.length === 0 || least === most
    ? counted(each.length === 0 ? blocks : least, 'block')
    : `${least} to ${counted(most, 'block')}`;
}

/** e.g. ", resumed at 2026-01-14 10:02 UTC"; empty for a run in one piece. */
export function resumedText({ resumed_at = [] }: Course): string {
  return resumed_at.length === 0 ? '' : `, resumed at ${listed(resumed_at.map(instant))}`;
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
