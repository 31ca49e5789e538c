/**
 * The trends of a history: per pattern and metric a series for each stack and variant, cut where it was measured
 * differently.
 */
import type { HistoryEntry, Metric, ProfileName, TrendPoint } from '../../results/schema.ts';
import { STACK_TITLES } from '../kit/format.ts';

/** One run in a series. */
export interface TrendValue {
  entry: HistoryEntry;
  /** Counts the ways of measuring up: values of different ones are not of one line. */
  segment: number;
  value: number;
  low: number | null;
  high: number | null;
}

export interface TrendSeries {
  /** "Node", or "Node, after-pool" where a stack has several. */
  name: string;
  stack: TrendPoint['stack'];
  variant: string;
  values: TrendValue[];
}

export interface Trend {
  pattern: TrendPoint['pattern'];
  title: string;
  metric: Metric;
  headline: boolean;
  kind: TrendPoint['kind'];
  series: TrendSeries[];
}

/** Two runs one after the other, between which something changed that is no part of the services. */
export interface Change {
  before: HistoryEntry;
  after: HistoryEntry;
}

export interface TrendView {
  profile: ProfileName;
  /** The runs of that profile, in the order of time. */
  entries: HistoryEntry[];
  /** How many runs of each other profile are not in it. */
  others: { profile: ProfileName; runs: number }[];
  /** Where duet measured differently: a line ends there. */
  breaks: Change[];
  /** Where only the environment became another one: a gain means much the same there, and a step may come of it. */
  moves: Change[];
  trends: Trend[];
}

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
      const name = variant === 'after' ? STACK_TITLES[stack] : `${STACK_TITLES[stack]}, ${variant}`;
      const values = own.map(({ entry, gain: { value, low, high } }) => ({
        entry,
        segment: segmentOf(entry),
        value,
        low,
        high,
      }));
      return { name, stack, variant, values };
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
