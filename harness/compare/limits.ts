/** How near a measured value comes to its physical limit, and whether the limit bounds it at all. */
import type { Claim, Estimate, GainVerdict, Limit, Metric } from '../results/schema.ts';
import { roundingRange } from './claims.ts';

/** A value may lie this far past its limit, as a share of it, before the limit is said to bound nothing. */
const SLACK = 0.05;
/** A value this near to its limit, as a share of it, is said to be near: hardly anything is left to gain. */
export const NEAR = 0.2;

export function judgeLimit(
  { better }: Pick<Metric, 'better'>,
  { before, after }: Record<'before' | 'after', Estimate | undefined>,
  limit: Limit | undefined,
  claim?: Claim,
): GainVerdict['limit'] {
  if (after === undefined || limit === undefined) return undefined;
  const { value } = limit;
  const gain = gainAt(value, before?.value ?? 0, better);
  if (value <= 0) return { value, distance: null, binds: true, near: false, gain };
  const distance = after.value / value;
  const short = better === 'lower' ? distance : 1 / distance;
  const past = better === 'lower' ? distance < 1 - SLACK : distance > 1 + SLACK;
  const barsClaim = !past && gain !== null && claim?.gain != null && roundingRange(claim.gain)[0] > gain;
  return {
    ...{ value, distance, binds: !past, near: !past && short <= 1 + NEAR, gain },
    ...(barsClaim ? { bars_claim: true } : {}),
  };
}

/** The ratio between what was measured before and the limit. */
function gainAt(limit: number, before: number, better: Metric['better']): number | null {
  if (limit <= 0 || before <= 0) return null;
  return better === 'lower' ? before / limit : limit / before;
}
