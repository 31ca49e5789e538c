/**
 * A history as it is held in memory: its runs, and for each gain a column of numbers, so that ten thousand runs take a few
 * megabytes. Pure.
 */
import type { GainName, HistoryEntry, HistoryRun, TrendPoint } from './history.ts';

export interface History {
  /** In the order of time, each once. */
  runs: readonly HistoryRun[];
  columns: readonly GainColumn[];
}

/** One gain of one service at one profile, in the order of time. The lists are of one length. */
export interface GainColumn extends Pick<HistoryRun, 'service' | 'profile'> {
  /** As the newest run calls it. */
  gain: GainName;
  /** Indices into the runs of the history, ascending. */
  runs: readonly number[];
  values: readonly number[];
  /** The ends of the intervals; NaN where there is none. */
  lows: readonly number[];
  highs: readonly number[];
}

/** Collects runs in any order. A run that is there already stays as it is. */
export interface HistoryCollector {
  add(entry: HistoryEntry): void;
  finish(): History;
}

/** A column in the order of the file. */
interface Collected extends Pick<HistoryRun, 'service' | 'profile'> {
  gain: TrendPoint;
  /** When the newest run ended, which names the gain. */
  newestMs: number;
  runs: number[];
  values: number[];
  lows: number[];
  highs: number[];
}

export function collectHistory(): HistoryCollector {
  const runs: HistoryRun[] = [];
  const endsMs: number[] = [];
  const ids = new Set<string>();
  /** Those of each service and profile. */
  const groups = new Map<string, Collected[]>();
  return {
    add({ gains, ...run }) {
      if (ids.has(run.run)) return;
      ids.add(run.run);
      const endMs = Date.parse(run.finished_at);
      const index = runs.push(run) - 1;
      endsMs.push(endMs);
      const columns = groupOf(groups, run);
      for (const [place, gain] of gains.entries()) {
        const column = columnOf(columns, gain, { place, run });
        column.runs.push(index);
        column.values.push(gain.value);
        column.lows.push(gain.low ?? Number.NaN);
        column.highs.push(gain.high ?? Number.NaN);
        if (endMs < column.newestMs) continue;
        column.newestMs = endMs;
        column.gain = gain;
      }
    },
    finish() {
      const order = runs.map((_, index) => index).sort((one, other) => at(endsMs, one) - at(endsMs, other));
      const places = new Array<number>(order.length);
      for (const [place, index] of order.entries()) places[index] = place;
      return {
        runs: order.map((index) => at(runs, index)),
        columns: [...groups.values()].flat().map((column) => inOrder(column, places)),
      };
    },
  };
}

function groupOf(groups: Map<string, Collected[]>, { service = '', profile }: HistoryRun): Collected[] {
  const key = `${profile} ${service}`;
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  return group;
}

/** @param place among the gains of the run: most runs have the same in the same order, so it is looked for there first. */
function columnOf(
  columns: Collected[],
  gain: TrendPoint,
  { place, run }: { place: number; run: HistoryRun },
): Collected {
  const guess = columns[place];
  const known = guess !== undefined && isSame(guess.gain, gain) ? guess : columns.find((one) => isSame(one.gain, gain));
  if (known !== undefined) return known;
  const { service, profile } = run;
  const column: Collected = {
    ...(service === undefined ? {} : { service }),
    ...{ profile, gain, newestMs: Number.NEGATIVE_INFINITY, runs: [], values: [], lows: [], highs: [] },
  };
  columns.push(column);
  return column;
}

const isSame = (one: TrendPoint, other: TrendPoint): boolean =>
  one.pattern === other.pattern &&
  one.stack === other.stack &&
  one.variant === other.variant &&
  one.metric.id === other.metric.id &&
  one.kind === other.kind;

/** @param places where each run goes. */
function inOrder({ newestMs: _, gain, runs: indices, ...column }: Collected, places: readonly number[]): GainColumn {
  const { value: _value, low: _low, high: _high, ...name } = gain;
  const runs = indices.map((index) => at(places, index));
  if (runs.every((run, index) => index === 0 || run > at(runs, index - 1))) return { ...column, gain: name, runs };
  const order = runs.map((_run, index) => index).sort((one, other) => at(runs, one) - at(runs, other));
  const ordered = (list: readonly number[]) => order.map((index) => at(list, index));
  const [values, lows, highs] = [column.values, column.lows, column.highs].map(ordered) as [
    number[],
    number[],
    number[],
  ];
  return { ...column, gain: name, runs: ordered(runs), values, lows, highs };
}

const at = <T>(list: readonly T[], index: number): T => list[index] as T;
