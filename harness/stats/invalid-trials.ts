/** How many trials of a run count, and what the others died of. Pure. */
import { cellPath } from '../results/cell-name.ts';
import type { Invalidity, Rule, RuleTally, Sample, Validity } from '../results/schema.ts';
import { countingSamples, isValid } from './block-values.ts';

/** The largest share of invalid trials: with more of them, the machine and not the plan chooses what counts. */
export const MOST_INVALID_SHARE = 0.2;

/** The rules that a service breaks, not the machine. */
const FAULTS: readonly Rule[] = ['errors', 'wrong-answer', 'process-died'];

export const isFault = ({ rule }: { rule: Rule }): boolean => FAULTS.includes(rule);

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

/** Why a run, a diff or a tuning with so many invalid trials, or windows, is not to be trusted; undefined where it may be. */
export function tooManyInvalid({ trials, invalid }: Pick<TrialTally, 'trials' | 'invalid'>) {
  if (invalid <= MOST_INVALID_SHARE * trials) return undefined;
  return { code: 'too-many-invalid', invalid, trials, most_share: MOST_INVALID_SHARE } as const;
}

/** The reasons of all invalid attempts, most frequent first. */
function countReasons(samples: readonly Sample[]): Validity['reasons'] {
  const found = new Map<Rule, Omit<RuleTally, 'rule'>>();
  for (const sample of samples) {
    for (const invalidity of sample.invalid ?? []) {
      const { trials, example } = found.get(invalidity.rule) ?? { trials: 0, example: exampleOf(sample, invalidity) };
      found.set(invalidity.rule, { trials: trials + 1, example });
    }
  }
  return [...found].map(([rule, reason]) => ({ rule, ...reason })).sort((one, other) => other.trials - one.trials);
}

const exampleOf = (sample: Sample, invalidity: Invalidity): RuleTally['example'] => ({
  cell: cellPath(sample),
  ...(sample.side === undefined ? {} : { side: sample.side }),
  invalidity,
});
