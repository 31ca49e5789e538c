import { describe, expect, test } from 'vitest';
import { welch } from './welch.ts';

describe('two samples without spread', () => {
  test('that are equal do not differ', () => {
    expect(welch([2, 2, 2], [2, 2], 0.95)).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  });
  test('that are equal do not differ by the rounding of a mean', () => {
    const constant = (length: number) => Array<number>(length).fill(Math.log(20.3));
    expect(welch(constant(3), constant(11), 0.95)).toMatchObject({ difference: 0, p: 1 });
  });
  test('that are not differ for certain', () => {
    expect(welch([3, 3], [2, 2], 0.95)).toEqual({ difference: 1, low: 1, high: 1, p: 0 });
  });
});

test('one sample without spread leaves the degrees of freedom of the other', () => {
  const { low, high } = welch([1, 1, 1, 1], [0, 1, 2], 0.95);
  // t(0.975, 2) / sqrt(3)
  expect(high).toBeCloseTo(2.48414, 4);
  expect(low).toBeCloseTo(-2.48414, 4);
});

test('what cannot be compared is refused', () => {
  expect(() => welch([1], [1, 2], 0.95)).toThrow(RangeError);
  expect(() => welch([1, 2], [1, 2], 1)).toThrow(RangeError);
});
