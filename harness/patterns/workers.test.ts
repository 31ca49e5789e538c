import { expect, test } from 'vitest';
import { holdUpsEvery, simulatedArrivals } from '../tests/simulated/simulated-arrivals.ts';
import { profiles } from './profiles.ts';
import { lightRequests, workers } from './workers.ts';

const REPORT = { idleFrom: 0, from: 60, until: 3_060 };
/** 200 light requests per second; those during the report are answered at its end, or at once. */
const LIGHT = { requests: 612, gapMs: 5 };
const blocked = (sentMs: number) => (sentMs < REPORT.from ? sentMs + 1 : Math.max(sentMs + 1, REPORT.until));
const free = (sentMs: number) => sentMs + 1;
/** 1 % of the sends leave 7 ms late. */
const OFTEN = holdUpsEvery(500, 7, 6);

test('a stall of 3 s is a stall of 3 s, whether or not 1 % of the sends left late', () => {
  const { duringMs, served, late } = lightRequests(
    simulatedArrivals({ ...LIGHT, answerMs: blocked, holdUps: OFTEN }),
    REPORT,
  );
  expect(late).toBeUndefined();
  expect(Math.max(...duringMs)).toBe(3_000);
  expect(served).toBe(1);
});

test('beside a free event loop the delays of the driver are not the worst light latency', () => {
  const seen = lightRequests(simulatedArrivals({ ...LIGHT, answerMs: free, holdUps: OFTEN }), REPORT);
  expect(seen.late).toBeUndefined();
  expect(Math.max(...seen.duringMs)).toBeCloseTo(1, 9);
  expect(Math.max(...seen.idleMs)).toBeCloseTo(1, 9);
});

test('a driver that stood still in the middle of a stall changes nothing about its length', () => {
  const arrivals = simulatedArrivals({ ...LIGHT, answerMs: blocked, holdUps: [{ fromMs: 1_000, forMs: 600 }] });
  const { duringMs, late } = lightRequests(arrivals, REPORT);
  expect(late).toBeUndefined();
  expect(Math.max(...duringMs)).toBe(3_000);
});

test.each([
  ['while it begins', blocked, 60],
  ['while it ends', blocked, 2_500],
  ['beside a free event loop', free, 1_000],
])('a driver that stood still for a fifth of the report makes the trial invalid: %s', (_name, answerMs, fromMs) => {
  const stopped = { fromMs, forMs: 600 };
  const arrivals = simulatedArrivals({ ...LIGHT, requests: 640, answerMs, holdUps: [stopped] });
  const seenAt = Math.max(REPORT.until, fromMs + stopped.forMs);
  expect(lightRequests(arrivals, { ...REPORT, until: seenAt }).late).toMatchObject({ rule: 'driver-late' });
});

test.each([
  [600_000, 60_000, ' (600,000 orders in Node, 60,000 in Python),'],
  [600_000, 0, ' (600,000 orders),'],
  [0, 60_000, ' (60,000 orders),'],
  [0, 0, ' ms,'],
])('a stack that was not calibrated has no size: %i and %i', (report_size_node, report_size_python, text) => {
  const sizes = { ...profiles.quick.sizes, report_size_node, report_size_python };
  expect(workers.workload(sizes)).toContain(text);
});
