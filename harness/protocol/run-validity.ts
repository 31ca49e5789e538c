/** Whether a run may be believed: what its invalid trials add up to, and the rule that only a whole run can break. Pure. */
import {
  BEST,
  type Control,
  type Failure,
  type Invalidity,
  type PatternResult,
  type RunDistrust,
  type Sample,
  type Validity,
} from '../results/schema.ts';
import { isValid } from '../stats/block-values.ts';
import { tallyTrials, tooManyInvalid } from '../stats/invalid-trials.ts';
import { isForeseen } from './trial-validity.ts';

/**
 * The samples, those of a phase and stack whose A/A control moved marked as invalid: where a cell differs from itself,
 * no difference in that phase means anything. They are not repeated, for the rest of the run cannot show more.
 */
export function markMovedControls(samples: Sample[], controls: Control[]): Sample[] {
  const moved = controls.filter((control) => control.moved);
  return samples.map((sample) => {
    const control = moved.find((one) => isControlled(sample, one));
    return control === undefined ? sample : { ...sample, invalid: [...(sample.invalid ?? []), movedBy(control)] };
  });
}

const NO_VALID_TRIAL = 'urn:duet:problem:invalid-trials';

const movedBy = ({ variant, metric, ratio }: Control): Invalidity => ({
  rule: 'control-moved',
  variant,
  metric,
  ratio: ratio.value,
});

function isControlled(sample: Sample, control: Control): boolean {
  return (['pattern', 'phase', 'stack'] as const).every((key) => sample[key] === control[key]);
}

/**
 * @param samples all of the run, those of a moved control marked.
 * @param results what they say: a cell with trials of which none is valid makes the run untrustworthy.
 */
export function summarizeValidity(samples: Sample[], results: PatternResult[]): Validity {
  const tally = tallyTrials(samples);
  const tooMany = tooManyInvalid(tally);
  const cells = emptyCells(results);
  const distrust: RunDistrust[] = [
    ...(tooMany === undefined ? [] : [tooMany]),
    ...(cells.length > 0 ? [{ code: 'no-valid-trial' as const, cells }] : []),
  ];
  return { ...tally, trustworthy: distrust.length === 0, ...(distrust.length > 0 ? { distrust } : {}) };
}

/**
 * Cells that were measured, or should have been, and have no number. A failure that is a result is one. The best way may have
 * a single trial, and the comparison stands without it: where that one was disturbed, its row says so.
 */
function emptyCells(results: PatternResult[]): string[] {
  return results.flatMap(({ pattern, stacks }) =>
    Object.entries(stacks).flatMap(([stack, { cells }]) =>
      cells
        .filter(({ status, failure }) => status === 'failed' && !(failure && isForeseen(failure)))
        .filter(({ variant, failure }) => !(variant === BEST && failure?.type === NO_VALID_TRIAL))
        .map(({ variant }) => `${pattern}/${stack}/${variant}`),
    ),
  );
}

/** Why a cell has no number, or not all it should have; undefined for one without a flaw, or without trials. */
export function failureOf(samples: readonly Sample[]): Failure | undefined {
  const failed = samples.find(({ failure }) => failure !== undefined);
  if (failed !== undefined || samples.length === 0 || samples.some(isValid)) return failed?.failure;
  const invalid = samples[0]?.invalid?.[0];
  return {
    status: 0,
    type: NO_VALID_TRIAL,
    title: 'No valid trial',
    detail: '',
    ...(invalid === undefined ? {} : { invalid }),
  };
}
