/** What vegeta 12 printed of real attacks on a server that answers after 20 ms, each 40th time after 180 ms. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { summarizeArrivals } from '../load/open-loop.ts';
import { readVegetaLines, vegetaArrivals, vegetaProblem } from '../load/vegeta-results.ts';
import { attackArgs } from './vegeta.ts';

const recorded = (name: string) =>
  readVegetaLines(readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8').split('\n'));
const RATE = { requests: 20, perMs: 1_000 };

test('an attack is a load at a rate, with response times from when requests were due', async () => {
  const results = await recorded('vegeta.jsonl');
  const arrivals = vegetaArrivals(results, RATE, 0);
  const { completed, problems, responseTime, lag } = summarizeArrivals(arrivals, { userMs: 0, systemMs: 0, share: 0 });
  expect({ completed, problems }).toEqual({ completed: 20, problems: {} });
  for (const [n, { intendedMs }] of arrivals.slice(1).entries()) {
    expect(intendedMs - (arrivals[n]?.intendedMs ?? 0)).toBeCloseTo(50, 2);
  }
  // None left before it was due, and one of them at once.
  const lags = arrivals.map(({ intendedMs, sentMs }) => sentMs - intendedMs);
  expect(Math.min(...lags)).toBeGreaterThanOrEqual(-0.001);
  expect(Math.min(...lags)).toBeLessThan(0.001);
  expect(lag.quantileMs(0.5)).toBeLessThan(5);
  expect(responseTime.quantileMs(0.5)).toBeGreaterThan(20);
  for (const [n, arrival] of arrivals.entries()) {
    const { latencyMs = Number.NaN } = results.find(({ seq }) => seq === n) ?? {};
    expect(arrival.settledMs - arrival.intendedMs).toBeCloseTo(latencyMs + (lags[n] as number), 3);
  }
});

test('what went wrong is told by its kind', async () => {
  expect((await recorded('vegeta-failures.jsonl')).map(vegetaProblem)).toEqual([
    ...['wrong-status', 'wrong-status'],
    ...['cut-off', 'cut-off'],
    ...['refused', 'refused'],
  ]);
});

test('the command line', () => {
  const args = attackArgs({
    targets: 't.json',
    raw: 'r.bin',
    rate: { requests: 200, perMs: 1_000 },
    longestMs: 180_000,
  });
  expect(args.join(' ')).toBe(
    'attack -format=json -targets=t.json -output=r.bin -rate=200/1000ms -duration=180s -timeout=180s -connections=128 -redirects=-1 -max-body=0',
  );
});
