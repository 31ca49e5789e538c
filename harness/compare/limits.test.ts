import { expect, test } from 'vitest';
import { meanEstimate } from '../stats/interval.ts';
import { judgeLimit, NEAR } from './limits.ts';

const estimate = (value: number) => meanEstimate([value], 0.95);
const judge = (better: 'lower' | 'higher', before: number, after: number, value: number) =>
  judgeLimit({ better }, { before: estimate(before), after: estimate(after) }, { metric: 'x', value, how: '' });

test('the gain at the limit is that of a variant which reached it', () => {
  expect(judge('lower', 150, 60, 50)?.gain).toBe(3);
  expect(judge('higher', 20, 60, 100)?.gain).toBe(5);
});

test('a limit of zero has neither a distance nor a gain', () => {
  expect(judge('lower', 150, 60, 0)).toEqual({ value: 0, distance: null, binds: true, near: false, gain: null });
});

test.each([
  ['lower', 50 * (1 + NEAR), true],
  ['lower', 50 * (1 + NEAR) + 1, false],
  ['higher', 50 / (1 + NEAR), true],
  ['higher', 50 / (1 + NEAR) - 1, false],
] as const)('where %s is better, %d is near a limit of 50: %s', (better, after, near) => {
  expect(judge(better, 1, after, 50)?.near).toBe(near);
});

test.each([
  [3.1, true],
  [3, undefined],
  [2.5, undefined],
])('a claim of %s beside a limit that leaves a gain of 3: barred %s', (gain, barred) => {
  const claim = { metric: 'x', gain, before: null, after: null } as never;
  const measured = { before: estimate(150), after: estimate(60) };
  const limit = judgeLimit({ better: 'lower' }, measured, { metric: 'x', value: 50, how: '' }, claim);
  expect(limit?.bars_claim).toBe(barred);
});

test('what lies past its limit is not near it, for it is no bound', () => {
  expect(judge('lower', 150, 30, 50)).toMatchObject({ binds: false, near: false });
});
