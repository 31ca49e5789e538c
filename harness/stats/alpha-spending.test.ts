import { expect, test } from 'vitest';
import { nominalLevels, powerSpending } from './alpha-spending.ts';
import { normalTail } from './normal.ts';
import { normalQuantileAbove } from './normal-quantile.ts';
import { seededRandom } from './random.ts';
import { normal } from './simulation/noise.ts';

test('gives the published boundaries of five equal looks under O’Brien–Fleming-like spending', () => {
  // Lan & DeMets (1983), one-sided 2.5 %, as tabulated by gsDesign (sfLDOF).
  const spent = (share: number) => 2 * normalTail(normalQuantileAbove(0.0125) / Math.sqrt(share));
  const looks = [1, 2, 3, 4, 5].map((n) => ({ n, spent: spent(n / 5) }));
  const boundaries = nominalLevels(looks).map(normalQuantileAbove);
  for (const [index, z] of [4.8769, 3.3569, 2.6803, 2.2898, 2.031].entries())
    expect(boundaries[index]).toBeCloseTo(z, 3);
});

test('one look has the level that it spends', () => {
  expect(nominalLevels([{ n: 7, spent: 0.0123 }])[0]).toBeCloseTo(0.0123, 10);
});

test('walks cross for the first time as often as each look may spend', () => {
  const looks = [4, 5, 8, 12].map((n) => ({ n, spent: powerSpending(0.1, n / 12, 1) }));
  const levels = nominalLevels(looks);
  const random = seededRandom(5);
  const runs = 20_000;
  const crossed = looks.map(() => 0);
  for (let run = 0; run < runs; run++) {
    const steps = normal(random, 12);
    const at = looks.findIndex(({ n }, index) => {
      const sum = steps.slice(0, n).reduce((total, step) => total + step, 0);
      return normalTail(sum / Math.sqrt(n)) < (levels[index] as number);
    });
    if (at >= 0) crossed[at] = (crossed[at] as number) + 1;
  }
  for (const [index, { spent }] of looks.entries()) {
    const here = spent - (looks[index - 1]?.spent ?? 0);
    expect(Math.abs((crossed[index] as number) / runs - here)).toBeLessThan(4 * Math.sqrt(here / runs));
  }
});

test('looks that do not rise are refused', () => {
  expect(() =>
    nominalLevels([
      { n: 4, spent: 0.1 },
      { n: 4, spent: 0.2 },
    ]),
  ).toThrow(RangeError);
  expect(() =>
    nominalLevels([
      { n: 4, spent: 0.1 },
      { n: 5, spent: 0.1 },
    ]),
  ).toThrow(RangeError);
  expect(() => nominalLevels([{ n: 0, spent: 0.1 }])).toThrow(RangeError);
});
