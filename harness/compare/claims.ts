/** Whether a measured gain bears out what was claimed, judged by the interval and never by the value alone. */
import type { Claim, ClaimVerdict, Effect, Estimate, Gain, Metric } from '../results/schema.ts';

/** Where the interval of a gain lies against "no change": ratio 1 or difference 0. */
export function effectOf(estimate: Estimate, kind: Gain['kind']): Effect {
  const neutral = kind === 'ratio' ? 1 : 0;
  if (estimate.low === null || estimate.high === null) return 'no-interval';
  if (estimate.low > neutral) return 'better';
  if (estimate.high < neutral) return 'worse';
  // An exact count that did not change has the interval [1, 1]: nothing was shown either.
  return 'none-shown';
}

/**
 * A claimed gain is read as the range that rounds to it (2.5 is 2.45 to 2.55); it is held when the measured interval
 * overlaps that range. An infinite gain cannot be measured, so it is judged by the value `after` was claimed to reach,
 * read as ±0.5 %.
 */
export function judgeClaim(
  metric: Metric,
  claim: Claim | undefined,
  gain: Gain | undefined,
  after: Estimate | undefined,
): ClaimVerdict {
  if (!gain?.estimate) return 'not-judged';
  const effect = effectOf(gain.estimate, gain.kind);
  if (effect === 'no-interval') return 'no-interval';
  if (effect === 'none-shown') return 'no-difference-shown';
  if (effect === 'worse') return 'got-worse';
  if (claim === undefined) return 'better';
  if (claim.gain !== null)
    return gain.kind === 'ratio' ? against(gain.estimate, ...roundingRange(claim.gain)) : 'better';
  if (claim.after === null || after === undefined) return 'better';
  const verdict = against(after, claim.after * 0.995, claim.after * 1.005);
  return metric.better === 'higher' ? verdict : mirrored(verdict);
}

/** The values that round to `value` as it is written. */
export function roundingRange(value: number): [low: number, high: number] {
  const decimals = String(value).split('.')[1]?.length ?? 0;
  const half = 0.5 * 10 ** -decimals;
  return [value - half, value + half];
}

/** For a value that is better when lower, to lie below the claim is to exceed it. */
function mirrored(verdict: ClaimVerdict): ClaimVerdict {
  if (verdict === 'claim-exceeded') return 'claim-not-reached';
  return verdict === 'claim-not-reached' ? 'claim-exceeded' : verdict;
}

function against(estimate: Estimate, low: number, high: number): ClaimVerdict {
  if (estimate.low === null || estimate.high === null) return 'no-interval';
  if (estimate.low > high) return 'claim-exceeded';
  if (estimate.high < low) return 'claim-not-reached';
  return 'claim-held';
}
