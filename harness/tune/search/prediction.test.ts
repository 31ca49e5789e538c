import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ARRIVALS } from '../../results/names.ts';
import { predict } from './prediction.ts';

const demand = { ratePerS: 100, holdMs: 50, serviceMs: 52, checkoutsPerRequest: 1, arrivals: 'poisson' as const };

test('five in use on average take ten, so that few wait', () => {
  expect(predict(demand)).toEqual({ in_use: 5, connections: 10 });
});

test('arrivals that keep their distance need fewer, bursts more', () => {
  const connections = ARRIVALS.map((arrivals) => predict({ ...demand, arrivals }).connections);
  expect(connections.toSorted((one, other) => one - other)).toEqual(connections);
  expect(new Set(connections).size).toBe(3);
});

test('three connections at once clump, three in a row do not', () => {
  const atOnce = predict({ ...demand, holdMs: 150, checkoutsPerRequest: 3 });
  const inARow = predict({ ...demand, holdMs: 150, serviceMs: 155, checkoutsPerRequest: 3 });
  expect(atOnce.in_use).toBe(inARow.in_use);
  expect(atOnce.connections).toBeGreaterThan(inARow.connections);
  // As many as three times the pool of requests that need one each.
  expect(Math.abs(atOnce.connections - 3 * predict(demand).connections)).toBeLessThanOrEqual(1);
});

test('a request that needs three at once is never given fewer', () => {
  expect(predict({ ...demand, ratePerS: 0.01, holdMs: 150, serviceMs: 50, checkoutsPerRequest: 3 }).connections).toBe(
    3,
  );
});

test('whatever is asked: more than are in use, and more for more', () => {
  const any = fc.record({
    ratePerS: fc.double({ min: 0.1, max: 2_000, noNaN: true }),
    holdMs: fc.double({ min: 0.1, max: 500, noNaN: true }),
    checkoutsPerRequest: fc.option(fc.double({ min: 0.5, max: 5, noNaN: true })),
    arrivals: fc.constantFrom(...ARRIVALS),
  });
  fc.assert(
    fc.property(any, (one) => {
      const { in_use, connections } = predict(one);
      expect(in_use).toBeCloseTo((one.ratePerS * one.holdMs) / 1_000, 9);
      expect(connections).toBeGreaterThanOrEqual(in_use);
      expect(Number.isInteger(connections)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('nothing to predict from', () => {
  expect(() => predict({ ...demand, ratePerS: 0 })).toThrow('rate 0/s');
  expect(() => predict({ ...demand, holdMs: Number.NaN })).toThrow('hold time');
});
