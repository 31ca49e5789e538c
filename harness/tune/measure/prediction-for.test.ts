import { expect, test } from 'vitest';
import type { LeastPool, TuneProbe } from '../../results/tune.ts';
import { predictionFor } from './prediction-for.ts';

const PROBE: TuneProbe = {
  ...{ requests: 100, service_ms: 20, hold_ms: 20, hold_source: 'database' },
  ...{ checkouts_per_request: null, idle_in_transaction: null },
};
const predicted = (least?: LeastPool) =>
  predictionFor(PROBE, { rate_per_s: 100, processes: 1, arrivals: 'poisson' }, least === undefined ? {} : { least });

test('connections that are held from the start come on top', () => {
  const { in_use, connections } = predicted();
  expect(predicted({ code: 'held', connections: 3, held: 2 })).toEqual({ in_use, connections: connections + 2 });
  expect(predicted({ code: 'does-not-start', connections: 4 })).toEqual({ in_use, connections });
});

test('requests that hold two at once need about twice as many, and what is in use is as it was seen', () => {
  const [one, two] = [predicted(), predicted({ code: 'at-once', connections: 2, at_once: 2, held: 0 })];
  expect(two.in_use).toBe(one.in_use);
  expect(two.connections).toBeGreaterThanOrEqual(2 * one.connections - 1);
  expect(two.connections).toBeLessThanOrEqual(2 * one.connections + 1);
});
