import fc from 'fast-check';
import { expect, test } from 'vitest';
import { poissonArrivals } from '../../load/schedule.ts';
import { fraction, seededRandom } from '../../stats/random.ts';
import { simulateService } from '../../tests/simulated/simulated-service.ts';
import { erlangC, waitsLonger } from './erlang-c.ts';

/** The definition, with powers and factorials. */
function byDefinition(connections: number, load: number): number {
  const terms = [1];
  for (let n = 1; n <= connections; n++) terms.push(((terms[n - 1] as number) * load) / n);
  const last = ((terms[connections] as number) * connections) / (connections - load);
  return last / (terms.slice(0, -1).reduce((sum, term) => sum + term, 0) + last);
}

test.for([
  // One server: the probability of waiting is the load.
  [1, 0.5, 0.5],
  // M/M/2 has a closed form, load^2 / (2 + load).
  [2, 1, 1 / 3],
  // The call centre of the textbooks: 10 agents, 8 erlangs.
  [10, 8, 0.409],
  [12, 10, 0.449],
] as const)('%d connections under a load of %d', ([connections, load, expected]) => {
  expect(erlangC(connections, load)).toBeCloseTo(expected, 3);
});

test('it is what its definition says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (c, share) => {
      expect(erlangC(c, c * share)).toBeCloseTo(byDefinition(c, c * share), 9);
    }),
  );
});

test('more connections and less load never make more wait', () => {
  const load = fc.double({ min: 0, max: 3_000, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), load, fc.double({ min: 0, max: 1, noNaN: true }), (c, a, part) => {
      const waits = erlangC(c, a);
      expect(waits).toBeGreaterThanOrEqual(0);
      expect(waits).toBeLessThanOrEqual(1);
      expect(erlangC(c + 1, a)).toBeLessThanOrEqual(waits);
      expect(erlangC(c, a * part)).toBeLessThanOrEqual(waits);
    }),
  );
});

test('a simulated queue waits as long', () => {
  const [connections, ratePerS, holdMs] = [7, 100, 50];
  const random = seededRandom(3);
  const requests = Array.from(poissonArrivals(ratePerS, 1_000_000, 2), (atMs) => ({
    atMs,
    checkouts: [{ waitMs: -holdMs * Math.log(1 - fraction(random)), cpuMs: 0 }],
  }));
  const { waitsMs } = simulateService(requests, { connections, timeoutMs: Number.POSITIVE_INFINITY, cores: 1 });
  for (const waitMs of [0, 10, 50]) {
    const share = waitsMs.filter((wait) => wait > waitMs).length / waitsMs.length;
    expect(Math.abs(share - waitsLonger(connections, 5, holdMs, waitMs))).toBeLessThan(0.02);
  }
});

test('what is no queue is refused', () => {
  expect(() => erlangC(0, 1)).toThrow('0 connections');
  expect(() => erlangC(1.5, 1)).toThrow(RangeError);
  expect(() => erlangC(2, -1)).toThrow('load -1');
  expect(erlangC(3, 3)).toBe(1);
  expect(erlangC(3, 0)).toBe(0);
  expect(waitsLonger(2, 5, 10, 1_000_000)).toBe(1);
});
