import { describe, expect, it } from 'vitest';
import { constantArrivals, poissonArrivals } from './schedule.ts';

describe('constant arrivals', () => {
  it('come in equal gaps from 0 on', () => {
    expect([...constantArrivals(4, 1_000)]).toEqual([0, 250, 500, 750]);
    expect([...constantArrivals(3, 1_000)]).toEqual([0, 1_000 / 3, 2_000 / 3]);
  });
  it('do not drift', () => {
    const schedule = constantArrivals(2_000, 60_000);
    expect(schedule).toHaveLength(120_000);
    expect(schedule.at(-1)).toBeCloseTo(59_999.5, 9);
  });
  it('are no more than fit, also where the product is not exact', () => {
    expect(constantArrivals(0.07, 100_000)).toHaveLength(7);
    expect(constantArrivals(1, 1)).toHaveLength(1);
  });
});

describe('Poisson arrivals', () => {
  it('are the same for the same seed and others for another', () => {
    expect(poissonArrivals(500, 1_000, 7)).toEqual(poissonArrivals(500, 1_000, 7));
    expect(poissonArrivals(500, 1_000, 7)).not.toEqual(poissonArrivals(500, 1_000, 8));
  });
  it('ascend within the duration', () => {
    const schedule = poissonArrivals(500, 1_000, 7);
    for (let n = 1; n < schedule.length; n++) expect(schedule[n]).toBeGreaterThanOrEqual(schedule[n - 1] as number);
    expect(schedule.at(-1)).toBeLessThan(1_000);
  });
  it('have exponential gaps: the mean is their standard deviation, and e^-1 of them exceed it', () => {
    const schedule = poissonArrivals(1_000, 100_000, 1);
    const gaps = Array.from(schedule, (at, n) => at - (schedule[n - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const sd = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(mean).toBeCloseTo(1, 1);
    expect(sd / mean).toBeCloseTo(1, 1);
    expect(gaps.filter((gap) => gap > mean).length / gaps.length).toBeCloseTo(Math.exp(-1), 2);
  });
});

it.each([
  [0, 1_000],
  [Number.NaN, 1_000],
  [-1, 1_000],
  [100, 0],
  [100, Number.POSITIVE_INFINITY],
])('a rate of %d/s for %d ms is refused', (rate, durationMs) => {
  expect(() => constantArrivals(rate, durationMs)).toThrow(RangeError);
  expect(() => poissonArrivals(rate, durationMs, 1)).toThrow(RangeError);
});
