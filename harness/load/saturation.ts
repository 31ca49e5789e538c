/** Whether a trial measured the driver instead of the service. */
import type { ClosedLoopResult } from './closed-loop.ts';
import type { OpenLoopResult } from './open-loop.ts';

/** Open loop: beyond this lag the schedule was not kept. */
export const MOST_LAG_P99_MS = 5;
/** Closed loop: beyond this share of a core the service may have waited for the driver. */
export const MOST_DRIVER_SHARE = 0.85;

/** Why the trial is invalid, in words for the report; undefined when the driver kept up. */
export function saturation(result: OpenLoopResult | ClosedLoopResult): string | undefined {
  if (result.kind === 'service-time') {
    const { share } = result.driver;
    if (share <= MOST_DRIVER_SHARE) return undefined;
    return `the driver was saturated: it used ${percent(share)} of a core (limit ${percent(MOST_DRIVER_SHARE)})`;
  }
  const dropped = result.problems.dropped ?? 0;
  if (dropped > 0)
    return `the driver dropped ${dropped} ${dropped === 1 ? 'request' : 'requests'}: too many were under way`;
  const lagMs = result.lag.quantileMs(0.99);
  if (!(lagMs > MOST_LAG_P99_MS)) return undefined;
  return `the driver was late: 1 % of its requests left ${lagMs.toFixed(1)} ms or more after they were due (limit ${MOST_LAG_P99_MS} ms)`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
