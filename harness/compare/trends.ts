/**
 * The trends of a history: per pattern and metric a series for each stack and variant, cut where it was measured
 * differently. Pure.
 */
import type { HistoryEntry } from '../results/schema.ts';
import {
  type Change,
  FEWEST_EARLIER,
  type Trend,
  type TrendStep,
  type TrendValue,
  type TrendView,
} from '../results/trends.ts';
import { LEVEL } from '../stats/interval.ts';
import { predictionInterval } from '../stats/prediction.ts';
import { median } from '../stats/quantiles.ts';

/**
 * Runs of one profile, for a gain at another size is another gain: of the given one, or else of the newest run's.
 * Undefined for an empty history, and where no run has the profile.
 */
export function trendView(history: readonly HistoryEntry[], profile = history.at(-1)?.profile): TrendView | undefined {
  const entries = history.filter((entry) => entry.profile === profile);
  if (profile === undefined || entries.length === 0) return undefined;
  const neighbours = entries.slice(1).map((after, at): Change => ({ before: entries[at] as HistoryEntry, after }));
  const breaks = neighbours.filter(({ before, after }) => before.method !== after.method);
  const moves = neighbours.filter(
    ({ before, after }) => before.method === after.method && before.fingerprint !== after.fingerprint,
  );
  const others = Map.groupBy(
    history.filter((entry) => entry.profile !== profile),
    (entry) => entry.profile,
  );
  return {
    profile,
    entries,
    others: [...others].map(([name, runs]) => ({ profile: name, runs: runs.length })),
    breaks,
    moves,
    trends: trendsOf(entries, breaks),
  };
}

function trendsOf(entries: readonly HistoryEntry[], breaks: readonly Change[]): Trend[] {
  const segmentOf = segments(entries, breaks);
  const points = entries.flatMap((entry) => entry.gains.map((gain) => ({ entry, gain })));
  const byMetric = Map.groupBy(points, ({ gain }) => `${gain.pattern} ${gain.metric.id} ${gain.kind}`);
  return [...byMetric.values()].map((group) => {
    // As the newest run calls it.
    const { pattern, title, metric, headline, kind } = (group.at(-1) as (typeof group)[number]).gain;
    const bySeries = Map.groupBy(group, ({ gain }) => `${gain.stack} ${gain.variant}`);
    const series = [...bySeries.values()].map((own) => {
      const { stack, variant } = (own[0] as (typeof own)[number]).gain;
      const values = own.map(({ entry, gain: { value, low, high } }) => ({
        entry,
        segment: segmentOf(entry),
        value,
        low,
        high,
      }));
      return { stack, variant, values, step: stepOf(values, kind) };
    });
    return { pattern, title, metric, headline, kind, series };
  });
}

function segments(entries: readonly HistoryEntry[], breaks: readonly Change[]): (entry: HistoryEntry) => number {
  const starts = new Set(breaks.map(({ after }) => after));
  let segment = 0;
  const numbers = new Map(entries.map((entry) => [entry, starts.has(entry) ? ++segment : segment]));
  return (entry) => numbers.get(entry) ?? 0;
}

/** What the rounding of logarithms makes of equal values. */
const SLACK = 1e-9;

function stepOf(values: readonly TrendValue[], kind: Trend['kind']): TrendStep {
  const last = values.at(-1) as TrendValue;
  const comparable = values.slice(0, -1).filter(({ segment }) => segment === last.segment);
  const here = comparable.filter(({ entry }) => entry.fingerprint === last.entry.fingerprint);
  const [earlier, place] =
    here.length > 0 ? ([here, 'same-environment'] as const) : ([comparable, 'other-environment'] as const);
  const before = earlier.map(({ value }) => value);
  const usual = before.length === 0 ? null : median(before);
  const expected = before.length < FEWEST_EARLIER ? null : expectedOf(before, kind);
  return { usual, earlier: earlier.length, place, expected, verdict: verdictOf(last.value, usual, expected) };
}

/** Runs differ from each other by more than their blocks say, so the spread is that of the runs. */
function expectedOf(values: readonly number[], kind: Trend['kind']): TrendStep['expected'] {
  if (kind === 'difference' || values.some((value) => value <= 0)) return predictionInterval(values, LEVEL);
  const { center, low, high } = predictionInterval(values.map(Math.log), LEVEL);
  return { center: Math.exp(center), low: Math.exp(low), high: Math.exp(high) };
}

function verdictOf(value: number, usual: number | null, expected: TrendStep['expected']): TrendStep['verdict'] {
  if (usual === null) return 'first';
  if (expected === null) return 'too-few';
  const slack = SLACK * Math.abs(expected.center);
  if (value > expected.high + slack) return 'higher';
  return value < expected.low - slack ? 'lower' : 'as-expected';
}
