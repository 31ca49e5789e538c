import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lagOneAutocorrelation } from './autocorrelation.ts';
import { meanInterval } from './interval.ts';
import { mean } from './quantiles.ts';
import { heterogeneity, stratifiedEstimate, stratifiedMean } from './strata.ts';
import { standardError } from './variance.ts';

const AGREEING = [
  [0.04, 0.06, 0.05],
  [0.05, 0.03, 0.07],
  [0.06, 0.05, 0.04],
];
const DIFFERING = [
  [0.001, 0.002, 0.003],
  [0.051, 0.052, 0.053],
  [0.101, 0.102, 0.103],
];
const value = fc.double({ min: -1, max: 1, noNaN: true });

describe('the mean of one machine', () => {
  test('is that of its blocks, with their error, degrees of freedom and autocorrelation', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 5, maxLength: 40 }), (blocks) => {
        const one = stratifiedMean([blocks]);
        expect(one.value).toBeCloseTo(mean(blocks), 12);
        expect(one.error).toBeCloseTo(standardError(blocks), 12);
        expect(one.df).toBe(blocks.length - 1);
        const { value: lag1 } = lagOneAutocorrelation(blocks);
        if (lag1 === null || one.lag1 === null) expect(one.lag1).toBe(lag1);
        else expect(one.lag1).toBeCloseTo(lag1, 9);
      }),
    );
  });
  test('has no other machine to differ from', () => {
    expect(heterogeneity([[1, 2, 3]])).toBeNull();
  });
});

describe('the mean of several machines', () => {
  test('does not depend on what each of them adds, nor does its error', () => {
    const shifted = AGREEING.map((blocks, machine) => blocks.map((one) => one + machine - 1));
    const [one, other] = [stratifiedMean(AGREEING), stratifiedMean(shifted)];
    expect(other.value).toBeCloseTo(one.value, 12);
    expect(other.error).toBeCloseTo(one.error, 12);
    expect(other.df).toBe(6);
  });
  test('takes the spread of all blocks where no machine has two', () => {
    expect(stratifiedMean([[1], [2], [4]])).toMatchObject({ df: 2, error: standardError([1, 2, 4]) });
  });
  test('of one block has no spread', () => {
    expect(() => stratifiedMean([[1]])).toThrow(RangeError);
  });
});

describe('machines', () => {
  test('that agree have no spread between them', () => {
    expect(heterogeneity(AGREEING)).toMatchObject({ sd: 0, share: 0 });
    expect(heterogeneity(AGREEING)?.p).toBeGreaterThan(0.5);
  });
  test('that differ have theirs: 5 points here', () => {
    const found = heterogeneity(DIFFERING);
    expect(found?.p).toBeLessThan(1e-6);
    expect(found?.sd).toBeCloseTo(0.05, 3);
    expect(found?.share).toBeGreaterThan(0.99);
  });
  test('without any spread of their blocks differ or do not', () => {
    expect(heterogeneity([[1, 1], [1, 1]])).toEqual({ q: 0, p: 1, sd: 0, share: 0 }); // biome-ignore format: pairs
    expect(heterogeneity([[1, 1], [2, 2]])).toMatchObject({ p: 0, share: 1 }); // biome-ignore format: pairs
  });
});

describe('the interval', () => {
  test('of machines that agree is that of their blocks, from the spread within', () => {
    const { low, high, method, n } = stratifiedEstimate(AGREEING, 0.95, { differ: false });
    expect([method, n]).toEqual(['stratified', 9]);
    const all = meanInterval(AGREEING.flat(), 0.95);
    expect(Math.abs((high ?? 0) - (all.high ?? 0))).toBeLessThan(0.005);
    expect(low).toBeLessThan(mean(AGREEING.flat()));
  });
  test('of machines that differ is that of a mean of three', () => {
    const { low, high, method } = stratifiedEstimate(DIFFERING, 0.95, { differ: true });
    const ofMeans = meanInterval(DIFFERING.map(mean), 0.95);
    expect(method).toBe('random-effects');
    // Shares of one size have one weight: then the two are the same.
    expect(low).toBeCloseTo(ofMeans.low ?? 0, 9);
    expect(high).toBeCloseTo(ofMeans.high ?? 0, 9);
  });
});
