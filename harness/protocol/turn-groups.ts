/** Which trials of a plan are carried out together, in turns. Pure. */
import type { Phase, Testbed } from '../patterns/pattern.ts';
import { instanceName } from './instance.ts';
import type { PlannedTrial } from './plan.ts';

/** One trial, or where sides take turns the next one of each. */
export type TurnGroup = readonly PlannedTrial[];

/** Groups the trials of a cell that follow each other: those of different processes take turns. */
export function turnGroups(trials: readonly PlannedTrial[], { inTurns }: Pick<Phase<Testbed>, 'inTurns'>): TurnGroup[] {
  const groups: PlannedTrial[][] = [];
  for (const trial of trials) {
    const group = groups.at(-1);
    const isNext = (one: PlannedTrial) =>
      one.stack === trial.stack && one.variant === trial.variant && instanceName(one) !== instanceName(trial);
    if (inTurns !== undefined && group?.every(isNext)) group.push(trial);
    else groups.push([trial]);
  }
  return groups;
}
