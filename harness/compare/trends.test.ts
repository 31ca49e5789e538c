import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../results/schema.ts';
import { MOST_SHOWN } from '../results/trends.ts';
import { golden } from '../tests/golden/golden.ts';
import { historyOf } from '../tests/golden/history-of.ts';
import { historyEntryOf } from './history-entry.ts';
import { trendViews } from './trends.ts';

const first = historyEntryOf(golden());

/** A run of a day, with gains that are `factor` times those of the golden one. */
const run = (day: number, factor: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...first,
  run: `2026010${day}-020000-quick-0001`,
  finished_at: `2026-01-0${day}T02:00:00.000Z`,
  ...more,
  gains: first.gains.map((gain) => ({ ...gain, value: gain.value * factor })),
});

const viewOf = (entries: readonly HistoryEntry[]) => trendViews(historyOf(entries))[0];
const stepOf = (...factors: number[]) =>
  viewOf(factors.map((factor, index) => run(index + 1, factor)))?.trends[0]?.series[0]?.step;

describe('the newest run', () => {
  test('is expected where the spread of those before lets one more lie', () => {
    const value = first.gains[0]?.value ?? Number.NaN;
    // log 0.98, 0, log 1.02: mean -0.0001, s 0.0200; t(0.975, 2) = 4.303; 4.303 x 0.02 x sqrt(4 / 3) = 0.0994
    expect(stepOf(0.98, 1, 1.02, 1)?.expected?.high).toBeCloseTo(value * Math.exp(0.0993), 3);
  });

  test.each([
    [[0.98, 1, 1.02, 1.09], 'as-expected'],
    [[0.98, 1, 1.02, 1.12], 'higher'],
    [[0.98, 1, 1.02, 0.89], 'lower'],
    [[1, 1, 1, 1], 'as-expected'],
    [[1, 1, 1, 1.01], 'higher'],
    [[1, 1, 2], 'too-few'],
    [[1], 'first'],
  ])('of %j is %s', (factors, verdict) => {
    expect(stepOf(...factors)?.verdict).toBe(verdict);
  });

  test('is held to runs of its own way of measuring alone', () => {
    const method = 'another';
    const history = [run(1, 1), run(2, 1), run(3, 1), run(4, 2, { method })];
    expect(viewOf(history)?.trends[0]?.series[0]?.step).toMatchObject({ verdict: 'first', expected: null });
  });
});

describe('the distance from what is expected', () => {
  test.each([
    [[0.98, 1, 1.02, 1], 0, 0.01],
    // log 1.12 = 0.1133 of 0.0994
    [[0.98, 1, 1.02, 1.12], 1.13, 1.16],
    [[1, 1, 1, 1], 0, 0],
    [[1, 1, 1, 1.01], Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('of %j lies between %d and %d', (factors, least, most) => {
    const distance = stepOf(...factors)?.distance ?? Number.NaN;
    expect(distance).toBeGreaterThanOrEqual(least);
    expect(distance).toBeLessThanOrEqual(most);
  });

  test('is not known of too few', () => expect(stepOf(1, 1, 2)?.distance).toBeNull());
});

describe('a long history', () => {
  const night = (at: number): HistoryEntry => ({
    ...run(1, 1 + (at % 7) / 100),
    run: `${at}`,
    finished_at: new Date(Date.UTC(2026, 0, at)).toISOString(),
  });
  const view = viewOf(Array.from({ length: 500 }, (_, at) => night(at)));

  test('shows the newest values, and says what it says from all', () => {
    const series = view?.trends[0]?.series[0];
    expect(view?.entries).toHaveLength(500);
    expect(series?.values).toHaveLength(MOST_SHOWN);
    expect(series?.values.at(-1)?.entry.run).toBe('499');
    expect(series?.values[0]?.entry.run).toBe('440');
    expect(series?.step).toMatchObject({ earlier: 499, verdict: 'as-expected' });
  });
});

describe('several services', () => {
  const history = historyOf([
    run(1, 1, { service: 'orders' }),
    run(2, 5, { service: 'users' }),
    run(3, 1.1, { service: 'orders' }),
    run(4, 6, { service: 'users', profile: 'standard' }),
    run(5, 7),
  ]);

  test('have a view each, of their own runs alone', () => {
    const views = trendViews(history);
    expect(views.map(({ service, entries, others }) => [service, entries.length, others.length])).toEqual([
      ['orders', 2, 0],
      ['users', 1, 1],
      [undefined, 1, 0],
    ]);
    expect(views[0]?.trends[0]?.series[0]?.step).toMatchObject({ earlier: 1, verdict: 'too-few' });
  });

  test('are those that have runs of the profile', () => {
    expect(trendViews(history, 'standard').map(({ service }) => service)).toEqual(['users']);
    expect(trendViews(history, 'original')).toEqual([]);
    expect(trendViews(historyOf([]))).toEqual([]);
  });
});
