import { expect, test } from 'vitest';
import { movedBeyond, noiseFloor, sharedLevel } from './noise-floor.ts';

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

test('a control has moved exactly beyond the limit that is told', () => {
  const spread = [-0.01, 0.02, -0.02, 0.01];
  const shiftedBy = (share: number) =>
    noiseFloor(
      spread.map((each) => Math.exp(each) * (1 + share)),
      sharedLevel(3),
    );
  const limit = movedBeyond(shiftedBy(0).sdPerBlock, spread.length, sharedLevel(3)) as number;
  expect(limit).toBeGreaterThan(0.05);
  expect(shiftedBy(limit * 1.001).moved).toBe(true);
  expect(shiftedBy(limit * 0.999).moved).toBe(false);
  expect([movedBeyond(null, 4, 0.99), movedBeyond(0.01, 2, 0.99)]).toEqual([null, null]);
});
