import { expect, test } from 'vitest';
import { goldenEntry } from '../tests/golden/golden-history.ts';
import { historyOf } from '../tests/golden/history-of.ts';
import type { HistoryEntry } from './schema.ts';

const first = goldenEntry();
const gain = first.gains[0] as HistoryEntry['gains'][number];

const run = (day: number, value: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...first,
  run: `2026010${day}-020000-quick-0001`,
  finished_at: `2026-01-0${day}T02:00:00.000Z`,
  gains: [{ ...gain, value, low: null, high: value + 1 }],
  ...more,
});

test('a gain is a column in the order of time, whatever that of the file', () => {
  const { runs, columns } = historyOf([run(3, 3), run(1, 1), run(2, 2)]);
  expect(runs.map(({ finished_at }) => finished_at.slice(8, 10))).toEqual(['01', '02', '03']);
  expect(columns).toMatchObject([{ runs: [0, 1, 2], values: [1, 2, 3], lows: [NaN, NaN, NaN], highs: [2, 3, 4] }]);
});

test('services and profiles have columns of their own', () => {
  const { columns } = historyOf([
    run(1, 1),
    run(2, 2, { service: 'orders' }),
    run(3, 3, { profile: 'standard' }),
    run(4, 4, { service: 'orders' }),
  ]);
  expect(columns.map(({ service, profile, runs }) => [service, profile, runs])).toEqual([
    [undefined, 'quick', [0]],
    ['orders', 'quick', [1, 3]],
    [undefined, 'standard', [2]],
  ]);
});

test('of a run that is there twice, the first counts', () => {
  const { runs, columns } = historyOf([run(1, 1), run(1, 7)]);
  expect(runs).toHaveLength(1);
  expect(columns).toMatchObject([{ values: [1] }]);
});

test('a gain is called what the newest run calls it', () => {
  const called = (title: string) => ({ gains: [{ ...gain, title }] });
  const { columns } = historyOf([run(1, 1, called('old')), run(3, 1, called('newest')), run(2, 1, called('old'))]);
  expect(columns.map((column) => column.gain.title)).toEqual(['newest']);
});
