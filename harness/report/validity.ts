/** Whether the trials of a run may be believed, in words: how many were repeated or left out, and why. */
import type { Cell, Results, Rule } from '../results/schema.ts';
import { counted } from './format.ts';

/** What each rule found, in words. */
export const RULE_TITLES: Record<Rule, string> = {
  'driver-saturated': 'the load driver was saturated',
  'driver-late': 'the load driver sent late',
  errors: 'requests failed or were dropped',
  'wrong-answer': 'an answer was wrong',
  'process-died': 'a process died',
  'clock-jumped': 'the clock jumped',
  'foreign-cpu': 'another process took the processor',
  'control-moved': 'the A/A control moved',
};

/** One sentence; null for results that do not say. */
export function validityLine({ validity }: Pick<Results, 'validity'>): string | null {
  if (validity === undefined) return null;
  const { trials, repeated, invalid } = validity;
  const all = counted(trials, 'trial');
  if (repeated === 0 && invalid === 0) return `All ${all} are valid.`;
  const left = invalid === 0 ? 'none' : invalid.toLocaleString('en-US');
  return `${all}: ${repeated.toLocaleString('en-US')} repeated because invalid, ${left} left out.`;
}

/** Why attempts were invalid: the rule, how many attempts, and one of them. Most frequent first. */
export function validityRows({
  validity,
}: Pick<Results, 'validity'>): [why: string, attempts: string, example: string][] {
  return (validity?.reasons ?? []).map(({ rule, trials, example }) => [
    RULE_TITLES[rule],
    trials.toLocaleString('en-US'),
    example,
  ]);
}

/** "2 trials left out", for a cell that lost some. */
export function lossOf({ invalid_trials = 0 }: Cell): string | null {
  return invalid_trials === 0 ? null : `${counted(invalid_trials, 'trial')} left out`;
}
