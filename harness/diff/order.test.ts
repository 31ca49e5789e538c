import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffRow } from '../results/schema.ts';
import { judged, simulateRun } from '../tests/simulated/simulated-diff.ts';
import { worstFirst } from './order.ts';

const { rows } = judged(simulateRun({ sd: 0.01 }));
const [timed, count] = [
  rows.find(({ metric }) => metric.id === 'cpu') as DiffRow,
  rows.find(({ metric }) => metric.kind === 'count') as DiffRow,
];
const changed = (value: number, what: Partial<DiffRow>): DiffRow => ({
  ...timed,
  change: { value, low: null, high: null, level: 0.95, n: 12, blocks: [] },
  ...what,
});

const ORDERED: DiffRow[] = [
  { ...count, verdict: 'regression', base: 3, head: 4 },
  changed(1.2, { verdict: 'regression' }),
  changed(1.05, { verdict: 'regression' }),
  changed(1.5, { verdict: 'regression', family: 'secondary' }),
  { ...timed, verdict: 'invalid', change: null },
  changed(1.04, { verdict: 'inconclusive' }),
  changed(0.97, { verdict: 'inconclusive' }),
  { ...count, verdict: 'improvement', base: 4, head: 3 },
  changed(0.8, { verdict: 'improvement' }),
  changed(0.95, { verdict: 'improvement' }),
  changed(1.01, { verdict: 'no change' }),
  changed(0.99, { verdict: 'no change' }),
];

test('the worst verdict comes first, then primary metrics, then the largest change', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(ORDERED, { minLength: ORDERED.length }), (shuffled) => {
      expect(worstFirst(shuffled)).toEqual(ORDERED);
    }),
  );
});

test('of metrics where more is better the larger loss is worse', () => {
  const capacity = { ...timed.metric, better: 'higher' as const };
  const [small, large] = [0.9, 0.7].map((value) => changed(value, { metric: capacity, verdict: 'regression' }));
  expect(worstFirst([small as DiffRow, large as DiffRow])).toEqual([large, small]);
});

test('equals keep their order', () => {
  const equal = rows.filter(({ metric }) => metric.kind === 'count');
  expect(worstFirst(equal)).toEqual(equal);
});

test('fewer of what is better the more of it there is, is as bad as more of the rest', () => {
  const fewer: DiffRow = {
    ...count,
    metric: { ...count.metric, better: 'higher' },
    verdict: 'regression',
    base: 3,
    head: 1,
  };
  const slower = changed(1.2, { verdict: 'regression' });
  expect(worstFirst([slower, fewer])).toEqual([fewer, slower]);
});
