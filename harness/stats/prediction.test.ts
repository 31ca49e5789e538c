import { expect, test } from 'vitest';
import { predictionInterval } from './prediction.ts';
import { fraction, seededRandom } from './random.ts';

test('values without spread predict themselves', () => {
  expect(predictionInterval([3, 3, 3], 0.95)).toEqual({ center: 3, low: 3, high: 3 });
});

test('fewer than two values predict nothing', () => {
  expect(() => predictionInterval([3], 0.95)).toThrow(RangeError);
  expect(() => predictionInterval([3, 4], 0)).toThrow(RangeError);
});

test('the next value lies inside as often as the level says', () => {
  const random = seededRandom(1);
  // The sum of twelve uniform values is nearly normal.
  const normal = () => Array.from({ length: 12 }, () => fraction(random)).reduce((sum, value) => sum + value, -6);
  const tries = 4_000;
  let inside = 0;
  for (let index = 0; index < tries; index++) {
    const { low, high } = predictionInterval([normal(), normal(), normal(), normal()], 0.9);
    const next = normal();
    if (next >= low && next <= high) inside++;
  }
  // 0.9 with a standard error of 0.0047.
  expect(inside / tries).toBeGreaterThan(0.88);
  expect(inside / tries).toBeLessThan(0.92);
});
