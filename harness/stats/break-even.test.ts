import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Estimate } from '../results/schema.ts';
import { breakEven } from './break-even.ts';

const gain = (low: number | null, high: number | null): Estimate => ({
  value: 1,
  low,
  high,
  level: 0.95,
  n: low === null ? 2 : 3,
  blocks: [],
});
const [better, worse, unclear, unjudged] = [gain(1.1, 2), gain(0.5, 0.9), gain(0.9, 1.1), gain(null, null)];
const points = (...gains: (Estimate | null)[]) => gains.map((each, index) => ({ x: 10 ** index, gain: each }));

test.each([
  ['from a point on', [worse, unclear, better, better], [[100, 1_000]], [[1, 1]]],
  ['up to a point', [better, better, unclear, worse], [[1, 10]], [[1_000, 1_000]]],
  ['everywhere', [better, better], [[1, 10]], []],
  ['nowhere', [unclear, worse], [], [[10, 10]]],
  [
    'in two stretches, where one point between shows nothing',
    [better, unclear, better],
    [
      [1, 1],
      [100, 100],
    ],
    [],
  ],
  ['past points without an interval, and past failed ones', [better, unjudged, null, better], [[1, 1_000]], []],
  ['nothing without intervals', [unjudged, null], [], []],
])('%s', (_, gains, pays, costs) => {
  const pairs = (stretches: { from: number; to: number }[]) => stretches.map(({ from, to }) => [from, to]);
  const found = breakEven(points(...gains));
  expect([pairs(found.pays), pairs(found.costs)]).toEqual([pays, costs]);
});

test('an interval that touches 1 shows nothing', () => {
  expect(breakEven(points(gain(1, 2), gain(0.5, 1)))).toEqual({ pays: [], costs: [] });
});

test('no point is in two stretches, and every point whose interval leaves 1 out is in one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(better, worse, unclear, unjudged, null)), (gains) => {
      const all = points(...gains);
      const { pays, costs } = breakEven(all);
      const holders = (x: number) => [...pays, ...costs].filter(({ from, to }) => x >= from && x <= to).length;
      for (const { x, gain: each } of all) {
        if (each?.low == null) continue;
        expect(holders(x)).toBe(each === unclear ? 0 : 1);
      }
    }),
  );
});
