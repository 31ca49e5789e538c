/**
 * The trends of a history: per pattern and metric a series for each stack and variant, cut where it was measured
 * differently. Pure.
 */
import type { HistoryRun } from '../results/history.ts';
import type { GainColumn, History } from '../results/history-columns.ts';
import type { ProfileName } from '../results/schema.ts';
import {
  type Change,
  FEWEST_EARLIER,
  MOST_SHOWN,
  type Trend,
  type TrendSeries,
  type TrendStep,
  type TrendView,
} from '../results/trends.ts';
import { LEVEL } from '../stats/interval.ts';
import { predictionInterval } from '../stats/prediction.ts';
import { median } from '../stats/quantiles.ts';

/**
 * A view for each service of a history, in the order of their first runs; where it names none there is one.
 * @param profile runs of one alone, for a gain at another size is another gain: by default that of the newest run.
 */
export function trendViews(history: History, profile = history.runs.at(-1)?.profile): TrendView[] {
  if (profile === undefined) return [];
  const columns = Map.groupBy(
    history.columns.filter((column) => column.profile === profile),
    ({ service }) => service,
  );
  return [...Map.groupBy(history.runs, ({ service }) => service)].flatMap(([service, runs]) => {
    const view = trendView({ runs, service, profile }, { history, columns: columns.get(service) ?? [] });
    return view === undefined ? [] : [view];
  });
}

interface OfService {
  /** All its runs. */
  runs: readonly HistoryRun[];
  service: string | undefined;
  profile: ProfileName;
}

interface Source {
  history: History;
  /** Those of the service and the profile. */
  columns: readonly GainColumn[];
}

/** Undefined where no run has the profile. */
function trendView({ runs, service, profile }: OfService, { history, columns }: Source): TrendView | undefined {
  const entries = runs.filter((run) => run.profile === profile);
  if (entries.length === 0) return undefined;
  const neighbours = entries.slice(1).map((after, at): Change => ({ before: entries[at] as HistoryRun, after }));
  const breaks = neighbours.filter(({ before, after }) => before.method !== after.method);
  const moves = neighbours.filter(
    ({ before, after }) => before.method === after.method && before.fingerprint !== after.fingerprint,
  );
  const others = Map.groupBy(
    runs.filter((run) => run.profile !== profile),
    (run) => run.profile,
  );
  return {
    ...(service === undefined ? {} : { service }),
    profile,
    entries,
    others: [...others].map(([name, some]) => ({ profile: name, runs: some.length })),
    breaks,
    moves,
    trends: trendsOf(columns, history, segments(entries, breaks)),
  };
}

function trendsOf(columns: readonly GainColumn[], history: History, segmentOf: SegmentOf): Trend[] {
  const byMetric = Map.groupBy(columns, ({ gain }) => `${gain.pattern} ${gain.metric.id} ${gain.kind}`);
  return [...byMetric.values()].map((group) => {
    const newest = group.reduce((one, other) => (lastRun(other) >= lastRun(one) ? other : one));
    // As the newest run calls it.
    const { pattern, title, metric, headline, kind } = newest.gain;
    return {
      pattern,
      title,
      metric,
      headline,
      kind,
      series: group.map((column) => seriesOf(column, history, segmentOf)),
    };
  });
}

const lastRun = ({ runs }: GainColumn) => runs.at(-1) as number;

function seriesOf(column: GainColumn, { runs }: History, segmentOf: SegmentOf): TrendSeries {
  const { gain, values, lows, highs } = column;
  const shown = column.runs.slice(-MOST_SHOWN);
  const first = values.length - shown.length;
  const orNull = (end: number | undefined) => (end === undefined || Number.isNaN(end) ? null : end);
  return {
    stack: gain.stack,
    variant: gain.variant,
    values: shown.map((run, at) => {
      const entry = runs[run] as HistoryRun;
      const value = values[first + at] as number;
      return {
        entry,
        segment: segmentOf(entry),
        value,
        low: orNull(lows[first + at]),
        high: orNull(highs[first + at]),
      };
    }),
    step: stepOf(column, runs, segmentOf),
  };
}

type SegmentOf = (run: HistoryRun) => number;

function segments(entries: readonly HistoryRun[], breaks: readonly Change[]): SegmentOf {
  const starts = new Set(breaks.map(({ after }) => after));
  let segment = 0;
  const numbers = new Map(entries.map((entry) => [entry, starts.has(entry) ? ++segment : segment]));
  return (entry) => numbers.get(entry) ?? 0;
}

type Expected = NonNullable<TrendStep['expected']>;

/** What the rounding of logarithms makes of equal values. */
const SLACK = 1e-9;

function stepOf(
  { gain, values, runs: indices }: GainColumn,
  runs: readonly HistoryRun[],
  segmentOf: SegmentOf,
): TrendStep {
  const run = (at: number) => runs[indices[at] as number] as HistoryRun;
  const newest = values.length - 1;
  const last = run(newest);
  const comparable = values.flatMap((_, at) => (at < newest && segmentOf(run(at)) === segmentOf(last) ? [at] : []));
  const here = comparable.filter((at) => run(at).fingerprint === last.fingerprint);
  const [earlier, place] =
    here.length > 0 ? ([here, 'same-environment'] as const) : ([comparable, 'other-environment'] as const);
  const before = earlier.map((at) => values[at] as number);
  const usual = before.length === 0 ? null : median(before);
  const expected = before.length < FEWEST_EARLIER ? null : expectedOf(before, gain.kind);
  const value = values[newest] as number;
  const distance = expected === null ? null : distanceOf(value, expected, gain.kind);
  return { usual, earlier: earlier.length, place, expected, distance, verdict: verdictOf(value, usual, expected) };
}

/** Runs differ from each other by more than their blocks say, so the spread is that of the runs. */
function expectedOf(values: readonly number[], kind: Trend['kind']): Expected {
  if (kind === 'difference' || values.some((value) => value <= 0)) return predictionInterval(values, LEVEL);
  const { center, low, high } = predictionInterval(values.map(Math.log), LEVEL);
  return { center: Math.exp(center), low: Math.exp(low), high: Math.exp(high) };
}

/** On the scale of the interval. */
function distanceOf(value: number, { center, low, high }: Expected, kind: Trend['kind']): number {
  const isLog = kind === 'ratio' && Math.min(value, low) > 0;
  const [at, middle, end] = isLog
    ? ([value, center, high].map(Math.log) as [number, number, number])
    : [value, center, high];
  const away = Math.abs(at - middle);
  return away <= SLACK * Math.max(1, Math.abs(middle)) ? 0 : away / (end - middle);
}

function verdictOf(value: number, usual: number | null, expected: TrendStep['expected']): TrendStep['verdict'] {
  if (usual === null) return 'first';
  if (expected === null) return 'too-few';
  const slack = SLACK * Math.abs(expected.center);
  if (value > expected.high + slack) return 'higher';
  return value < expected.low - slack ? 'lower' : 'as-expected';
}
