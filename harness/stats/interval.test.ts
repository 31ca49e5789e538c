import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  differenceInterval,
  logMeanInterval,
  logRatioInterval,
  meanEstimate,
  meanInterval,
  ratioOfGains,
} from './interval.ts';

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

describe('from eight blocks on the wider interval counts', () => {
  test('by ranks where the blocks lie evenly', () => {
    const { value, low, high, method, hodges_lehmann } = meanEstimate([1, 1, 1, 1, 9, 9, 9, 9], 0.95);
    expect({ value, low, high, method }).toEqual({ value: 5, low: 1, high: 9, method: 'signed-rank' });
    expect(hodges_lehmann).toEqual({ value: 5, low: 1, high: 9 });
  });
  test("by Student's t where one block is far out", () => {
    const blocks = [1, 2, 3, 4, 5, 6, 7, 1000];
    const { low, high, method, hodges_lehmann } = meanEstimate(blocks, 0.95);
    expect({ low, high, method }).toEqual({ ...bounds(meanInterval(blocks, 0.95)), method: 'student-t' });
    expect(hodges_lehmann).toEqual({ value: 4.5, low: 2, high: 502.5 });
  });
  test("by Student's t where ranks cannot reach the level", () => {
    expect(meanEstimate([1, 2, 3, 4, 5, 6, 7, 8], 0.999)).toMatchObject({
      method: 'student-t',
      hodges_lehmann: { low: null, high: null },
    });
  });
  test('ratios are compared as logarithms', () => {
    const { value, low, high, method, hodges_lehmann } = logMeanInterval([1, 1, 1, 1, 4, 4, 4, 4], 0.95);
    expect({ value, low, high, method }).toEqual({ value: expect.closeTo(2), low: 1, high: 4, method: 'signed-rank' });
    expect(hodges_lehmann?.value).toBeCloseTo(2, 12);
  });
  test('below, nothing is said of ranks', () => {
    expect(meanEstimate([1, 2, 3, 4, 5, 6, 7], 0.95)).not.toHaveProperty('method');
  });
  test('it is as wide as either, and holds the mean', () => {
    const values = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(values, { minLength: 8, maxLength: 30 }), (blocks) => {
        const { value, low, high, hodges_lehmann } = meanEstimate(blocks, 0.95);
        const width = (high as number) - (low as number);
        for (const one of [meanInterval(blocks, 0.95), hodges_lehmann]) {
          expect(width).toBeGreaterThanOrEqual((one?.high as number) - (one?.low as number));
        }
        expect(value).toBeGreaterThanOrEqual((low as number) - 1e-9);
        expect(value).toBeLessThanOrEqual((high as number) + 1e-9);
      }),
    );
  });
});

describe('the resemblance of neighbouring blocks', () => {
  test('is found in ratios as in their logarithms', () => {
    expect(logMeanInterval([1, 2, 4, 8, 16, 32, 64, 128], 0.95).lag1).toBeCloseTo(0.625, 12);
  });
  test('is not spoken of below five blocks, nor for blocks without spread', () => {
    expect(meanEstimate([1, 2, 3, 4], 0.95)).not.toHaveProperty('lag1');
    expect(meanEstimate([2, 2, 2, 2, 2], 0.95)).not.toHaveProperty('lag1');
  });
});

const bounds = ({ low, high }: { low: number | null; high: number | null }) => ({ low, high });
