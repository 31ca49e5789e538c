/** Six made-up nights on one machine; in the last of them batching gains less in Node. */
import { historyEntryOf } from '../../compare/history-entry.ts';
import { trendViews } from '../../compare/trends.ts';
import type { HistoryEntry } from '../../results/schema.ts';
import type { TrendView } from '../../results/trends.ts';
import { golden, goldenUpgraded } from './golden.ts';
import { historyOf } from './history-of.ts';

/** The line of a run. */
export const goldenEntry = (): HistoryEntry => historyEntryOf(golden(8));

/** How the gains of all patterns stray from night to night. */
const NIGHTS = [1.004, 0.991, 1.009, 0.997, 1.002];

export function goldenHistory(): TrendView {
  const usual = goldenEntry();
  const named = (night: number) => ({
    run: `2026010${night}-020000-quick-0001`,
    finished_at: `2026-01-0${night}T02:00:00.000Z`,
  });
  const times = (value: number | null, factor: number) => (value === null ? null : value * factor);
  const before = NIGHTS.map((factor, index) => ({
    ...usual,
    ...named(index + 1),
    gains: usual.gains.map((gain) => ({
      ...gain,
      value: gain.value * factor,
      low: times(gain.low, factor),
      high: times(gain.high, factor),
    })),
  }));
  const newest = { ...historyEntryOf(goldenUpgraded()), ...named(NIGHTS.length + 1), fingerprint: usual.fingerprint };
  const [view] = trendViews(historyOf([...before, newest]));
  if (view === undefined) throw new Error('the golden history lost its runs');
  return view;
}
