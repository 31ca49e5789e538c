import { expect, it } from 'vitest';
import type { Invalidity } from '../results/schema.ts';
import type { ClosedLoopResult } from './closed-loop.ts';
import { Histogram } from './histogram.ts';
import type { OpenLoopResult } from './open-loop.ts';
import type { ProblemCounts } from './outcome.ts';
import { driverReport, saturation } from './saturation.ts';

const driver = (share: number) => ({ userMs: 0, systemMs: 0, share });
const closed = (share: number, problems: ProblemCounts = {}): ClosedLoopResult => ({
  kind: 'service-time',
  serviceTime: new Histogram(),
  ...{ completed: 90, perSecond: 90, elapsedMs: 1_000, sent: 0, failed: 0, problems, driver: driver(share) },
});
const open = (lagsMs: number[], dropped = 0): OpenLoopResult => {
  const lag = new Histogram();
  for (const ms of lagsMs) lag.record(ms);
  const problems = dropped > 0 ? { dropped } : {};
  return { kind: 'response-time', responseTime: new Histogram(), lag, completed: 0, problems, driver: driver(1) };
};
const mostlyInTime = Array<number>(98).fill(0.1);

it.each([
  ['a closed loop with a core to spare', closed(0.85)],
  ['an open loop, however late: what that does is judged by what is decided', open([...mostlyInTime, 6, 80])],
  ['an open loop that polled for a whole core, in time', open(mostlyInTime)],
  ['an open loop that sent nothing', open([])],
])('%s is valid', (_name, result) => {
  expect(saturation(result)).toBeUndefined();
});

it.each([
  [
    'a closed loop that needed its core',
    closed(0.86),
    { rule: 'driver-saturated', cpu_share: expect.closeTo(0.86, 6), most_share: 0.85 },
  ],
  ['an open loop that dropped one', open(mostlyInTime, 1), { rule: 'driver-late', dropped: 1 }],
])('%s is not', (_name, result, reason) => {
  expect(saturation(result)).toEqual(reason);
});

it('reports what the driver used and how late it was', () => {
  expect(driverReport(closed(0.5))).toEqual({ driver: { cpu_share: 0.5 } });
  const late: Invalidity = {
    rule: 'driver-late',
    quantile: 0.95,
    measured_ms: 9,
    undelayed_ms: 2,
    most_share: 0.05,
    most_ms: 1,
  };
  const { driver, invalid } = driverReport(open([...mostlyInTime, 6, 6]), late);
  expect(driver).toEqual({
    cpu_share: 1,
    dropped: 0,
    lag_p50_ms: expect.closeTo(0.1, 3),
    lag_p99_ms: expect.closeTo(6, 1),
  });
  expect(invalid).toEqual([late]);
});

it('tells requests that failed from answers that were wrong', () => {
  expect(driverReport(closed(0.1, { reset: 3, timeout: 1, 'wrong-body': 2, stopped: 8 })).invalid).toEqual([
    { rule: 'errors', failed: 4, requests: 96, kinds: { reset: 3, timeout: 1 } },
    { rule: 'wrong-answer', wrong: 2, requests: 96 },
  ]);
});
