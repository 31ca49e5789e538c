import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { constantArrivals } from './schedule.ts';
import { startTimerPacer } from './timer-pacer.ts';

it('calls once for each arrival, in order, with its intended time and never early', async () => {
  const schedule = constantArrivals(200, 100);
  const calls: { intendedMs: number; lagMs: number }[] = [];
  await using pacer = await startTimerPacer(schedule, (intendedMs) => {
    calls.push({ intendedMs, lagMs: performance.now() - intendedMs });
  });
  await pacer.finished;
  expect(calls.map(({ intendedMs }) => intendedMs)).toEqual(Array.from(schedule, (at) => pacer.startMs + at));
  for (const { lagMs } of calls) expect(lagMs).toBeGreaterThanOrEqual(0);
});

it('keeps the intended times when the event loop was held up', async () => {
  const lags: number[] = [];
  await using pacer = await startTimerPacer(constantArrivals(100, 100), (intendedMs) => {
    lags.push(performance.now() - intendedMs);
    if (lags.length === 1) for (const end = performance.now() + 60; performance.now() < end; );
  });
  await pacer.finished;
  expect(lags).toHaveLength(10);
  // Due every 10 ms during the 60 ms: the second waited 50 ms, the third 40 ms.
  expect(lags[1]).toBeGreaterThan(49);
  expect(lags[2]).toBeGreaterThan(39);
});

it('calls nobody after it was stopped', async () => {
  let calls = 0;
  const pacer = await startTimerPacer(constantArrivals(1_000, 60_000), () => calls++);
  while (calls === 0) await sleep(5);
  await pacer.stop();
  await pacer.finished;
  const seen = calls;
  await sleep(30);
  expect(calls).toBe(seen);
});
