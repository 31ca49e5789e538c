import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differenceInterval, logMeanInterval, logRatioInterval, meanInterval, ratioOfGains } from './interval.ts';
import { fraction, type Random, seededRandom } from './random.ts';

const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const pairs = fc.array(fc.tuple(positive, positive), { minLength: 3, maxLength: 20 });

describe('below three blocks', () => {
  test.for([[[5]], [[5, 7]]])('%j gives a mean and no bounds', ([values]) => {
    const { low, high, n } = meanInterval(values as number[], 0.95);
    expect([low, high, n]).toEqual([null, null, values?.length]);
    expect(logRatioInterval(values as number[], values as number[], 0.95)).toMatchObject({
      value: 1,
      low: null,
      high: null,
    });
  });
  test('no block at all is refused', () => {
    expect(() => meanInterval([], 0.95)).toThrow('no values');
  });
});

test('the interval of a textbook sample', () => {
  // Mean 3, s = sqrt(2.5), t(0.975, 4) = 2.776445.
  const { mean, low, high, n } = meanInterval([1, 2, 3, 4, 5], 0.95);
  expect([mean, n]).toEqual([3, 5]);
  expect(low).toBeCloseTo(3 - 1.963243, 6);
  expect(high).toBeCloseTo(3 + 1.963243, 6);
});

test('equal blocks give an interval of no width', () => {
  expect(logRatioInterval([8, 8, 8], [2, 2, 2], 0.95)).toEqual({
    value: 4,
    low: 4,
    high: 4,
    level: 0.95,
    n: 3,
    blocks: [4, 4, 4],
  });
  expect(differenceInterval([0.1, 0.1, 0.1], [0.9, 0.9, 0.9], 0.95).low).toBeCloseTo(0.8, 12);
});

test('a ratio keeps the value of each block', () => {
  expect(logRatioInterval([10, 20, 40], [5, 5, 5], 0.95).blocks.map(Math.round)).toEqual([2, 4, 8]);
});

test('the quotient of two geometric means is the mean ratio', () => {
  const [before, after] = [logMeanInterval([10, 20, 40], 0.95), logMeanInterval([5, 2, 8], 0.95)];
  const ratio = logRatioInterval(before.blocks, after.blocks, 0.95);
  expect(before.value).toBeCloseTo(20, 12);
  expect(before.value / after.value).toBeCloseTo(ratio.value, 12);
});

test('swapping the arms turns the ratio over', () => {
  fc.assert(
    fc.property(pairs, (blocks) => {
      const [before, after] = [blocks.map(([b]) => b), blocks.map(([, a]) => a)];
      const [there, back] = [logRatioInterval(before, after, 0.95), logRatioInterval(after, before, 0.95)];
      expect(there.value * back.value).toBeCloseTo(1, 9);
      expect((there.low as number) * (back.high as number)).toBeCloseTo(1, 6);
    }),
  );
});

test('a block that was slow for both arms changes nothing', () => {
  fc.assert(
    fc.property(pairs, positive, (blocks, slowdown) => {
      const [before, after] = [blocks.map(([b]) => b), blocks.map(([, a]) => a)];
      const slow = (values: number[]) => values.map((value, block) => (block === 0 ? value * slowdown : value));
      const ratio =
        logRatioInterval(slow(before), slow(after), 0.95).value / logRatioInterval(before, after, 0.95).value;
      expect(ratio).toBeCloseTo(1, 9);
    }),
  );
});

test('the ratio of gains is one gain over the other', () => {
  const [node, python] = [logRatioInterval([6, 6, 6], [2, 2, 2], 0.95), logRatioInterval([4, 4, 4], [2, 2, 2], 0.95)];
  expect(ratioOfGains(node.blocks, python.blocks, 0.95).value).toBeCloseTo(1.5, 12);
});

describe('refuses', () => {
  test.for([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a ratio with %d', (bad) => {
    expect(() => logRatioInterval([1, 2, bad], [1, 1, 1], 0.95)).toThrow(RangeError);
    expect(() => logRatioInterval([1, 1, 1], [1, 2, bad], 0.95)).toThrow(RangeError);
  });
  test('blocks that do not pair', () => {
    expect(() => logRatioInterval([1, 2, 3], [1, 2], 0.95)).toThrow('3 values before, 2 after');
    expect(() => differenceInterval([1], [1, 2], 0.95)).toThrow('1 values before, 2 after');
  });
  test.for([0, 1, 95])('the level %d', (level) => {
    expect(() => meanInterval([1, 2, 3], level)).toThrow('level');
  });
});

test('a 95 % interval covers the truth 95 times in 100', () => {
  const random = seededRandom(20240229);
  const runs = 4000;
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const values = Array.from({ length: 5 }, () => 10 + normal(random));
    const { low, high } = meanInterval(values, 0.95);
    if ((low as number) <= 10 && 10 <= (high as number)) covered++;
  }
  expect(Math.abs(covered / runs - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / runs));
});

/** A standard normal deviate (Box & Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - fraction(random))) * Math.cos(2 * Math.PI * fraction(random));
}
