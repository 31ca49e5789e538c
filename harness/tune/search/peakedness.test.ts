import { expect, test } from 'vitest';
import { burstyArrivals, constantArrivals, MEAN_BURST, poissonArrivals } from '../../load/schedule.ts';
import { mean } from '../../stats/quantiles.ts';
import { fraction, seededRandom } from '../../stats/random.ts';
import { sampleVariance } from '../../stats/variance.ts';
import { peakedness } from './peakedness.ts';

const [RATE, LASTS_MS] = [200, 400_000];
const SCHEDULES = {
  steady: constantArrivals(RATE, LASTS_MS),
  poisson: poissonArrivals(RATE, LASTS_MS, 5),
  bursty: burstyArrivals(RATE, LASTS_MS, 5),
};

test.for(
  (['steady', 'poisson', 'bursty'] as const).flatMap((arrivals) => [4, 50].map((holdMs) => ({ arrivals, holdMs }))),
)('$arrivals, held $holdMs ms: variance / mean of the requests under way', ({ arrivals, holdMs }) => {
  const random = seededRandom(6);
  const underWay = new Float64Array(LASTS_MS / 5);
  for (const at of SCHEDULES[arrivals]) {
    const until = at - holdMs * Math.log(1 - fraction(random));
    for (let slot = Math.ceil(at / 5); slot * 5 < until && slot < underWay.length; slot++)
      underWay[slot] = (underWay[slot] ?? 0) + 1;
  }
  // Every 5 ms meets evenly spaced arrivals always in the same place, at 200 per second.
  const counts = [...underWay].slice(200);
  if (arrivals === 'steady') return expect(peakedness(arrivals, RATE, holdMs)).toBeGreaterThan(0.49);
  expect(sampleVariance(counts) / mean(counts) / peakedness(arrivals, RATE, holdMs)).toBeCloseTo(1, 0);
});

test('from those that never meet to those that always do', () => {
  expect(peakedness('steady', 100, 0.01)).toBeCloseTo(1, 2);
  expect(peakedness('steady', 100, 10_000)).toBeCloseTo(0.5, 2);
  expect(peakedness('bursty', 100, 0.01)).toBeCloseTo(1, 2);
  expect(peakedness('bursty', 100, 1_000_000)).toBeCloseTo(MEAN_BURST, 1);
  expect(peakedness('poisson', 100, 50)).toBe(1);
});
