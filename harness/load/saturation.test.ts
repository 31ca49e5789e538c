import { expect, it } from 'vitest';
import type { ClosedLoopResult } from './closed-loop.ts';
import { Histogram } from './histogram.ts';
import type { OpenLoopResult } from './open-loop.ts';
import { saturation } from './saturation.ts';

const driver = (share: number) => ({ userMs: 0, systemMs: 0, share });
const closed = (share: number): ClosedLoopResult => ({
  kind: 'service-time',
  serviceTime: new Histogram(),
  ...{ completed: 0, sent: 0, failed: 0, problems: {}, elapsedMs: 1_000, driver: driver(share) },
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
  ['an open loop that was late once in a hundred', open([...mostlyInTime, 0.1, 80])],
  ['an open loop that polled for a whole core, in time', open(mostlyInTime)],
  ['an open loop that sent nothing', open([])],
])('%s is valid', (_name, result) => {
  expect(saturation(result)).toBeUndefined();
});

it.each([
  ['a closed loop that needed its core', closed(0.86), /used 86 % of a core \(limit 85 %\)/],
  ['an open loop that was late twice in a hundred', open([...mostlyInTime, 6, 6]), /6\.0 ms or more after.*limit 5 ms/],
  ['an open loop that dropped one', open(mostlyInTime, 1), /dropped 1 request/],
])('%s is not', (_name, result, reason) => {
  expect(saturation(result)).toMatch(reason);
});
