import { expect, test } from 'vitest';
import { rowView } from './rows.ts';
import { cell, countRow, METRICS, measuredRow } from './testing/golden-rows.ts';

const lenient = { strict: false };
const pooling = cell('pooling', 'node');
const timed = { ...pooling, value: 100, ratio: 1.04, sd: 0.01 };

test('a regression says what it rests on', () => {
  const row = measuredRow({ ...timed, metric: METRICS.cpu, verdict: 'regression', freshBlocks: 12, p: 0.0042 });
  const view = rowView(row, lenient);
  expect(view).toMatchObject({ cell: 'pooling, Node, after', threshold: '±3 %', verdict: 'regression', tone: 'bad' });
  expect(view.change).toMatch(/^\+4\.\d %$/);
  expect(view.evidence).toBe('12 fresh blocks, p = 0.004');
});

test('no change names the threshold it is within', () => {
  const row = measuredRow({ ...timed, metric: METRICS.capacity, verdict: 'no change' });
  expect(rowView(row, lenient)).toMatchObject({
    metric: 'capacity (more is better)',
    verdict: 'within ±5 %',
    evidence: '5 screening blocks',
  });
  expect(rowView({ ...row, alert: true }, lenient)).toMatchObject({ verdict: 'alert (within ±5 %)', tone: 'doubt' });
});

test('a secondary regression is told apart, unless it fails the gate', () => {
  const row = measuredRow({ ...timed, metric: METRICS.p50, verdict: 'regression' });
  expect(rowView(row, lenient).verdict).toBe('regression (secondary)');
  expect(rowView(row, { strict: true }).verdict).toBe('regression');
});

test('a count has a difference and no interval', () => {
  const row = countRow({ ...pooling, metric: METRICS.statements, base: 3, head: 4 });
  expect(rowView(row, lenient)).toMatchObject({ base: '3', head: '4', change: '+1', interval: 'exact', tone: 'bad' });
  const fewer = countRow({ ...pooling, metric: METRICS.statements, base: 4, head: 3.5 });
  expect(rowView(fewer, lenient)).toMatchObject({ change: '−0.500', verdict: 'improvement' });
});

test('what was not judged has no number', () => {
  const row = measuredRow({ ...timed, metric: METRICS.cpu, verdict: 'invalid', change: null, base: null, head: null });
  expect(rowView({ ...row, why: 'requests failed' }, lenient)).toMatchObject({
    base: '–',
    head: '–',
    change: '–',
    interval: null,
    note: 'requests failed',
  });
});
