import { expect, test } from 'vitest';
import { lagOneAutocorrelation } from '../autocorrelation.ts';
import { mean, quantile } from '../quantiles.ts';
import { seededRandom } from '../random.ts';
import { studentTQuantile } from '../student-t.ts';
import { sampleVariance } from '../variance.ts';
import { autoregressive, heavyTails, normal, outliers } from './noise.ts';

const DRAWS = 50_000;
const noises = { normal, heavyTails, outliers, 'autoregressive 0.6': autoregressive(0.6) };

test.for(Object.entries(noises))('%s: mean 0, deviation 1, the same from the same seed', ([name, noise]) => {
  const errors = noise(seededRandom(11), DRAWS);
  expect(Math.abs(mean(errors))).toBeLessThan(0.03);
  // The variance of t3's sample variance is infinite.
  expect(Math.abs(sampleVariance(errors) - 1)).toBeLessThan(name === 'heavyTails' ? 0.2 : 0.05);
  expect(noise(seededRandom(11), 3)).toEqual(errors.slice(0, 3));
});

test('the quantiles are those of the distribution', () => {
  const [normals, tails] = [normal(seededRandom(12), DRAWS), heavyTails(seededRandom(12), DRAWS)];
  for (const [p, z] of [
    [0.5, 0],
    [0.8413, 1],
    [0.975, 1.96],
  ] as const) {
    expect(Math.abs(quantile(normals, p) - z)).toBeLessThan(0.05);
    expect(Math.abs(quantile(tails, p) - studentTQuantile(p, 3) / Math.sqrt(3))).toBeLessThan(0.06);
  }
});

test('autoregressive blocks resemble their neighbours by rho, the others do not', () => {
  const resemblance = (noise: typeof normal) => lagOneAutocorrelation(noise(seededRandom(13), DRAWS)).value as number;
  expect(resemblance(autoregressive(0.6))).toBeCloseTo(0.6, 1);
  expect(resemblance(autoregressive(0.3))).toBeCloseTo(0.3, 1);
  expect(resemblance(outliers)).toBeCloseTo(0, 1);
});
