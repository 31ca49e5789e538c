import { describe, expect, it } from 'vitest';
import { burstyArrivals, constantArrivals, delayed, MEAN_BURST, poissonArrivals, together } from './schedule.ts';

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

describe('bursty arrivals', () => {
  it('are the same for the same seed and others for another', () => {
    expect(burstyArrivals(500, 1_000, 7)).toEqual(burstyArrivals(500, 1_000, 7));
    expect(burstyArrivals(500, 1_000, 7)).not.toEqual(burstyArrivals(500, 1_000, 8));
  });
  it('ascend within the duration', () => {
    const schedule = burstyArrivals(500, 2_000, 7);
    for (let n = 1; n < schedule.length; n++) expect(schedule[n]).toBeGreaterThanOrEqual(schedule[n - 1] as number);
    expect(schedule.at(-1)).toBeLessThan(2_000);
  });
  it('keep the mean rate', () => {
    // 80,000 arrivals in 10,000 bursts: the standard deviation of their number is sqrt(15 x 80,000) = 1.4 %.
    expect(burstyArrivals(1_000, 80_000, 3).length / 80_000).toBeCloseTo(1, 1);
  });
  it('clump: their number in a second varies as the size of bursts says, 15 times as much as Poisson arrivals', () => {
    const perSecond = (schedule: Float64Array) => {
      const counts = new Array<number>(400).fill(0);
      for (const at of schedule) counts[Math.floor(at / 1_000)] = (counts[Math.floor(at / 1_000)] ?? 0) + 1;
      const mean = schedule.length / counts.length;
      return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean;
    };
    expect(perSecond(poissonArrivals(200, 400_000, 5))).toBeCloseTo(1, 0);
    const dispersion = perSecond(burstyArrivals(200, 400_000, 5)) / (2 * MEAN_BURST - 1);
    expect(dispersion).toBeGreaterThan(0.8);
    expect(dispersion).toBeLessThan(1.25);
  });
});

it('schedules can be laid over each other and put off', () => {
  const burst = delayed(constantArrivals(10, 200), 150);
  expect([...together(constantArrivals(5, 600), burst)]).toEqual([0, 150, 200, 250, 400]);
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
  expect(() => burstyArrivals(rate, durationMs, 1)).toThrow(RangeError);
});
