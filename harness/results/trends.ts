/** What a history of runs says: per pattern and metric the gains of each stack and variant, run by run. Made when it is read. */
import type { HistoryRun, TrendPoint } from './history.ts';
import type { Metric } from './measures.ts';
import type { ProfileName } from './names.ts';

/** So many of the newest runs are shown one by one; what is said of the newest rests on all. */
export const MOST_SHOWN = 60;

/** One run in a series. */
export interface TrendValue {
  entry: HistoryRun;
  /** Counts the ways of measuring up: values of different ones are not of one line. */
  segment: number;
  value: number;
  low: number | null;
  high: number | null;
}

export interface TrendSeries {
  stack: TrendPoint['stack'];
  variant: string;
  /** The newest ones: at least one, at most `MOST_SHOWN`. */
  values: TrendValue[];
  step: TrendStep;
}

/** With fewer runs before it, t is 12.7 and the spread itself is a guess. */
export const FEWEST_EARLIER = 3;

/** The newest value beside those before it that were measured in the same way. */
export interface TrendStep {
  /** The median of those before, which one odd run does not move; null where there are none. */
  usual: number | null;
  /** How many they are. */
  earlier: number;
  /** Those of the same environment, wherever they stand; in its first run all of them. */
  place: 'same-environment' | 'other-environment';
  /** Where those before let a further run of the same expect; null where they are too few to say. */
  expected: { center: number; low: number; high: number } | null;
  /** How far the newest value lies from the center of that, as a share of the way to its end: it stands out beyond 1. */
  distance: number | null;
  /** Where the newest value lies against that. */
  verdict: 'higher' | 'lower' | 'as-expected' | 'too-few' | 'first';
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
  before: HistoryRun;
  after: HistoryRun;
}

export interface TrendView {
  /** Whose runs they are; undefined where the history names none. */
  service?: string;
  profile: ProfileName;
  /** The runs of that service and profile, in the order of time. */
  entries: readonly HistoryRun[];
  /** How many runs of each other profile are not in it. */
  others: { profile: ProfileName; runs: number }[];
  /** Where duet measured differently: a line ends there. */
  breaks: Change[];
  /** Where only the environment became another one: a gain means much the same there, and a step may come of it. */
  moves: Change[];
  trends: Trend[];
}
