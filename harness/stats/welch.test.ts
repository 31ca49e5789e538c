import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ratioOfGains } from './interval.ts';
import { unpairedRatioOfGains } from './welch.ts';

const gains = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 3, maxLength: 15 });

test('the sides may differ in number', () => {
  expect(unpairedRatioOfGains([6, 6, 6, 6], [2, 2, 2], 0.95)).toEqual({
    value: expect.closeTo(3, 12),
    low: expect.closeTo(3, 12),
    high: expect.closeTo(3, 12),
    level: 0.95,
    n: 3,
    blocks: [],
  });
  expect(unpairedRatioOfGains([6, 6, 6, 6], [2, 2], 0.95)).toMatchObject({ low: null, high: null, n: 2 });
});

test('it estimates what the paired one does', () => {
  fc.assert(
    fc.property(gains, (ours) => {
      const others = ours.map((gain, block) => gain * (1.5 + (block % 3) / 10));
      expect(unpairedRatioOfGains(ours, others, 0.95).value).toBeCloseTo(ratioOfGains(ours, others, 0.95).value, 9);
    }),
  );
});

test('pairing is narrower where the blocks share their trouble', () => {
  const [node, python] = [
    [4, 8, 2, 6, 3],
    [2.1, 3.9, 1.02, 3.1, 1.5],
  ];
  const [paired, unpaired] = [ratioOfGains(node, python, 0.95), unpairedRatioOfGains(node, python, 0.95)];
  expect((paired.high as number) / (paired.low as number)).toBeLessThan(1.1);
  expect((unpaired.high as number) / (unpaired.low as number)).toBeGreaterThan(3);
});

test('turning the ratio over turns its interval over', () => {
  fc.assert(
    fc.property(gains, gains, (ours, others) => {
      const [there, back] = [unpairedRatioOfGains(ours, others, 0.95), unpairedRatioOfGains(others, ours, 0.95)];
      expect(there.value * back.value).toBeCloseTo(1, 9);
      expect(Math.log(there.low as number)).toBeCloseTo(-Math.log(back.high as number), 6);
    }),
  );
});

test('what has no logarithm is refused', () => {
  expect(() => unpairedRatioOfGains([1, 0, 2], [1, 1, 1], 0.95)).toThrow('no ratio of 0');
  expect(() => unpairedRatioOfGains([1, 1, 1], [1, Number.POSITIVE_INFINITY, 1], 0.95)).toThrow(RangeError);
  expect(() => unpairedRatioOfGains([], [1], 0.95)).toThrow('no values');
});
