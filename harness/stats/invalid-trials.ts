/** How many trials of a run count, and what the others died of. Pure. */
import { cellPath } from '../results/cell-name.ts';
import type { Rule, Sample, Validity } from '../results/schema.ts';
import { countingSamples, isValid } from './block-values.ts';

/** Of the trials that count: with more of them invalid, what is left is a choice of the machine's, not of the plan. */
export const MOST_INVALID_SHARE = 0.2;

export type TrialTally = Pick<Validity, 'trials' | 'repeated' | 'invalid' | 'reasons'>;

/** @param samples all of the run, in the order they were written. */
export function tallyTrials(samples: readonly Sample[]): TrialTally {
  const counting = countingSamples(samples);
  return {
    trials: counting.length,
    repeated: new Set(samples.filter(({ attempt }) => attempt === 2).map(({ trial }) => trial)).size,
    invalid: counting.filter((sample) => !isValid(sample)).length,
    reasons: countReasons(samples),
  };
}

/** Why a run with that many invalid trials is not to be trusted; undefined for one that may be. */
export function tooManyInvalid({ trials, invalid }: TrialTally): string | undefined {
  if (invalid <= MOST_INVALID_SHARE * trials) return undefined;
  return `${invalid} of ${trials} trials are invalid, more than ${MOST_INVALID_SHARE * 100} %`;
}

/** Of all invalid attempts, most frequent first. */
function countReasons(samples: readonly Sample[]): Validity['reasons'] {
  const found = new Map<Rule, { trials: number; example: string }>();
  for (const sample of samples) {
    for (const { rule, detail } of sample.invalid ?? []) {
      const { trials, example } = found.get(rule) ?? { trials: 0, example: `${cellOf(sample)}: ${detail}` };
      found.set(rule, { trials: trials + 1, example });
    }
  }
  return [...found].map(([rule, reason]) => ({ rule, ...reason })).sort((one, other) => other.trials - one.trials);
}

const cellOf = (sample: Sample): string => `${cellPath(sample)}${sample.side === undefined ? '' : ` (${sample.side})`}`;
