import fc from 'fast-check';
import { expect, test } from 'vitest';
import { poissonArrivals } from '../../load/schedule.ts';
import { fraction, seededRandom } from '../../stats/random.ts';
import { simulateService } from '../../tests/simulated/simulated-service.ts';
import { connectionsNeeded, typicalSeed } from './typical-draw.ts';

const draw = (seed: number) => poissonArrivals(100, 3_000, seed);
const alone = { serviceMs: 52, holdMs: 50 };
const needed = (seed: number) => connectionsNeeded(draw(seed), 50, 2.5);

test('as many as come together are needed, and no more', () => {
  const together = [0, 0, 0, 0, 100, 100];
  expect(connectionsNeeded(together, 50, 1)).toBe(4);
  expect(connectionsNeeded([0, 60, 120], 50, 1)).toBe(1);
  expect(connectionsNeeded([], 50, 1)).toBe(1);
});

test('a simulated service waits for the same', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 15 }), (seed, connections) => {
      const requests = Array.from(draw(seed), (atMs) => ({ atMs, checkouts: [{ waitMs: 50, cpuMs: 0 }] }));
      const { waitsMs } = simulateService(requests, { connections, timeoutMs: Number.POSITIVE_INFINITY, cores: 1 });
      const enough = waitsMs.filter((wait) => wait > 2.5).length <= 0.05 * requests.length;
      expect(connectionsNeeded(draw(seed), 50, 2.5) <= connections).toBe(enough);
    }),
    { numRuns: 30 },
  );
});

test('the typical draw needs what draws need in the middle', () => {
  const random = seededRandom(9);
  const all = Array.from({ length: 300 }, () => needed(Math.floor(2 ** 31 * fraction(random)))).sort((a, b) => a - b);
  const typical = Array.from({ length: 20 }, (_, seed) => needed(typicalSeed({ ...alone, arrivals: draw, seed })));
  for (const one of typical) expect(Math.abs(one - (all[150] as number))).toBeLessThanOrEqual(1);
  expect((all.at(-15) as number) - (all[15] as number)).toBeGreaterThanOrEqual(2);
});

test('the same seed gives the same draw', () => {
  const seed = () => typicalSeed({ ...alone, arrivals: draw, seed: 3 });
  expect(seed()).toBe(seed());
});
