/** What a load driver says of itself in a sample, and whether the trial measured the driver instead of the service. */
import type { Invalidity, Sample } from '../results/schema.ts';
import type { DrivenClosedLoop } from './driver.ts';
import type { OpenLoopResult } from './open-loop.ts';

/** Closed loop: beyond this share of a core the service may have waited for the driver. */
export const MOST_DRIVER_SHARE = 0.85;

type LoopResult = OpenLoopResult | DrivenClosedLoop;

/**
 * The driver's part of a sample: its account, and why the trial does not count. `invalid` is absent when it does.
 * @param late what its delays did to what the trial decides: see lateness.ts.
 */
export function driverReport(
  result: LoopResult,
  late?: Invalidity,
): Required<Pick<Sample, 'driver'>> & Pick<Sample, 'invalid'> {
  const driver = { cpu_share: result.driver.share };
  const invalid = [saturation(result), late, ...failedRequests(result)].filter((one) => one !== undefined);
  return {
    driver: result.kind === 'service-time' ? driver : { ...driver, ...lagOf(result) },
    ...(invalid.length > 0 ? { invalid } : {}),
  };
}

/** Undefined when the driver kept up. */
export function saturation(result: LoopResult): Invalidity | undefined {
  if (result.kind === 'service-time') {
    const { share } = result.driver;
    if (share <= MOST_DRIVER_SHARE) return undefined;
    return { rule: 'driver-saturated', cpu_share: share, most_share: MOST_DRIVER_SHARE };
  }
  const { dropped } = lagOf(result);
  return dropped > 0 ? { rule: 'driver-late', dropped } : undefined;
}

/** The lag is absent when nothing was sent. */
function lagOf({ lag, problems }: OpenLoopResult) {
  const quantiles = { lag_p50_ms: lag.quantileMs(0.5), lag_p99_ms: lag.quantileMs(0.99) };
  return { ...(lag.count > 0 ? quantiles : {}), dropped: problems.dropped ?? 0 };
}

/** Under load every request must be answered, and answered rightly. */
function failedRequests({ problems, completed }: LoopResult): Invalidity[] {
  // A dropped request is the driver's fault, and a stopped client ends the run.
  const { dropped, stopped, 'wrong-body': wrong = 0, ...others } = problems;
  const failed = Object.values(others).reduce((sum, count) => sum + count, 0);
  const requests = failed + wrong + completed;
  return [
    ...(failed > 0 ? [{ rule: 'errors' as const, failed, requests, kinds: others }] : []),
    ...(wrong > 0 ? [{ rule: 'wrong-answer' as const, wrong, requests }] : []),
  ];
}
