import { expect, test } from 'vitest';
import { noiseFloor } from './noise-floor.ts';

test('equal arms that scatter around 1 did not move', () => {
  const { ratio, sdPerBlock, moved } = noiseFloor([1.02, 1 / 1.02, 1.02, 1 / 1.02]);
  expect(ratio.value).toBeCloseTo(1, 12);
  expect(sdPerBlock).toBeCloseTo(Math.log(1.02) * Math.sqrt(4 / 3), 12);
  expect(moved).toBe(false);
});

test('a control that is always off by about the same moved, either way', () => {
  expect(noiseFloor([1.05, 1.051, 1.049, 1.05]).moved).toBe(true);
  expect(noiseFloor([0.95, 0.951, 0.949, 0.95]).moved).toBe(true);
});

test('95 % is not enough to call it moved', () => {
  const { ratio, moved } = noiseFloor([1.01, 1.03, 1.05]);
  expect(ratio.low as number).toBeLessThan(1);
  expect(moved).toBe(false);
  expect(noiseFloor([1.02, 1.03, 1.05])).toMatchObject({ ratio: { low: expect.any(Number) }, moved: false });
});

test('few blocks have no interval, and one has no spread', () => {
  expect(noiseFloor([1.5, 1.5])).toMatchObject({ ratio: { low: null, high: null }, moved: false });
  expect(noiseFloor([1.5]).sdPerBlock).toBeNull();
});

test('no ratio is refused', () => {
  for (const ratios of [[], [1, 0], [Number.NaN]]) expect(() => noiseFloor(ratios)).toThrow(RangeError);
});
