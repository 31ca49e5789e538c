import { expect, test } from 'vitest';
import { cell, countRow, METRICS, measuredRow } from '../../tests/golden/golden-rows.ts';
import { rowView } from './rows.ts';

const pooling = cell('pooling', 'node');
const timed = { ...pooling, value: 100, ratio: 1.04, sd: 0.01 };

test('a regression says what it rests on', () => {
  const row = measuredRow({ ...timed, metric: METRICS.cpu, verdict: 'regression', drawn: 8, p: 0.0042 });
  const view = rowView(row);
  expect(view).toMatchObject({ cell: 'pooling, Node, after', threshold: '±3 %', verdict: 'regression', tone: 'bad' });
  expect(view.change).toMatch(/^\+4\.\d %$/);
  expect(view.evidence).toBe('decided after 8 blocks, p = 0.004');
});

test('no change names the threshold it is within', () => {
  const row = measuredRow({ ...timed, metric: METRICS.capacity, verdict: 'no change' });
  expect(rowView(row)).toMatchObject({
    metric: 'capacity (more is better)',
    verdict: 'within ±5 %',
    evidence: 'decided after 6 blocks',
  });
  expect(rowView({ ...row, alert: true })).toMatchObject({ verdict: 'alert (within ±5 %)', tone: 'warning' });
});

test('a secondary regression is told apart, unless it fails the gate', () => {
  const row = measuredRow({ ...timed, metric: METRICS.p50, verdict: 'regression' });
  expect(rowView(row).verdict).toBe('regression (secondary)');
  expect(rowView({ ...row, gated: true }).verdict).toBe('regression');
});

test('a secondary regression beyond the second threshold fails the gate, and says why', () => {
  const beyond = { threshold: 0.25, level: 0.99, blocks: 5 };
  const row = measuredRow({ ...timed, ratio: 2, metric: METRICS.p50, verdict: 'regression', beyond });
  expect(rowView(row)).toMatchObject({
    verdict: 'regression',
    evidence: '5 blocks, the 99 % interval lies beyond ±25 %',
  });
});

test('a count has a difference and no interval', () => {
  const row = countRow({ ...pooling, metric: METRICS.statements, base: 3, head: 4 });
  expect(rowView(row)).toMatchObject({ base: '3', head: '4', change: '+1', interval: 'exact', tone: 'bad' });
  const fewer = countRow({ ...pooling, metric: METRICS.statements, base: 4, head: 3.5 });
  expect(rowView(fewer)).toMatchObject({ change: '−0.500', verdict: 'improvement' });
});

test('what was not judged has no number', () => {
  const row = measuredRow({ ...timed, metric: METRICS.cpu, verdict: 'invalid', change: null, base: null, head: null });
  expect(rowView({ ...row, why: { code: 'stored', text: 'requests failed' } })).toMatchObject({
    base: '–',
    head: '–',
    change: '–',
    interval: null,
    note: 'requests failed',
  });
});
