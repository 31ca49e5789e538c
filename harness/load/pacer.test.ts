import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startPacer } from './pacer.ts';
import { constantArrivals, poissonArrivals, type Schedule } from './schedule.ts';

/** Runs a schedule to its end. */
async function pace(schedule: Schedule, busyMs = 0) {
  const calls: { intendedMs: number; atMs: number }[] = [];
  await using pacer = await startPacer(schedule, (intendedMs) => {
    calls.push({ intendedMs, atMs: performance.now() });
    if (busyMs > 0 && calls.length === 1) for (const end = performance.now() + busyMs; performance.now() < end; );
  });
  await pacer.finished;
  return { calls, startMs: pacer.startMs, lags: calls.map(({ intendedMs, atMs }) => atMs - intendedMs) };
}

it.each([
  ['constant', constantArrivals(500, 400)],
  ['Poisson', poissonArrivals(500, 400, 3)],
])('calls once for each of %s arrivals, in order, never early', async (_name, schedule) => {
  const { calls, startMs, lags } = await pace(schedule);
  expect(calls.map(({ intendedMs }) => intendedMs)).toEqual(Array.from(schedule, (offsetMs) => startMs + offsetMs));
  expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
});

it('keeps the intended times when the event loop was held up', async () => {
  const { calls, lags } = await pace(constantArrivals(100, 200), 100);
  expect(calls).toHaveLength(20);
  // Due every 10 ms during the 100 ms: the second waited 90 ms, the third 80 ms, ...
  for (let n = 1; n < 9; n++) expect(lags[n]).toBeGreaterThan(100 - n * 10 - 0.5);
});

it('calls nobody after it was stopped, and its thread ends', async () => {
  let calls = 0;
  const pacer = await startPacer(constantArrivals(1_000, 60_000), () => calls++);
  while (calls === 0) await sleep(5);
  await pacer.stop();
  await pacer.finished;
  const seen = calls;
  await sleep(30);
  expect(calls).toBe(seen);
});

it('leaves the event loop to others between arrivals', async () => {
  let turns = 0;
  const others = setInterval(() => turns++, 5);
  await pace(constantArrivals(10, 300));
  clearInterval(others);
  expect(turns).toBeGreaterThan(10);
});
