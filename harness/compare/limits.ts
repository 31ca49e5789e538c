/** How near a measured value comes to its physical limit, and whether the limit bounds it at all. */
import type { Estimate, GainVerdict, Limit, Metric } from '../results/schema.ts';

/** A value may lie this far past its limit, as a share of it, before the limit is said to bound nothing. */
const SLACK = 0.05;

export function judgeLimit(
  metric: Metric,
  after: Estimate | undefined,
  limit: Limit | undefined,
): GainVerdict['limit'] {
  if (after === undefined || limit === undefined) return undefined;
  const { value } = limit;
  if (value <= 0) return { value, distance: null, binds: true };
  const distance = after.value / value;
  const past = metric.better === 'lower' ? distance < 1 - SLACK : distance > 1 + SLACK;
  return { value, distance, binds: !past };
}
