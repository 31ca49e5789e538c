import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../results/schema.ts';
import { golden } from '../tests/golden/golden.ts';
import { historyEntryOf } from './history-entry.ts';
import { trendView } from './trends.ts';

const first = historyEntryOf(golden());

/** A run of a day, with gains that are `factor` times those of the golden one. */
const run = (day: number, factor: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...first,
  run: `2026010${day}-020000-quick-0001`,
  finished_at: `2026-01-0${day}T02:00:00.000Z`,
  ...more,
  gains: first.gains.map((gain) => ({ ...gain, value: gain.value * factor })),
});

const stepOf = (...factors: number[]) =>
  trendView(factors.map((factor, index) => run(index + 1, factor)))?.trends[0]?.series[0]?.step;

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
    expect(trendView(history)?.trends[0]?.series[0]?.step).toMatchObject({ verdict: 'first', expected: null });
  });
});
