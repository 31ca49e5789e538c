/** What several windows of one setting say together, and how such values look. */
import { countingWindows, type TuneCell, type TuneWindow } from '../../results/schema.ts';
import { mean } from '../../stats/quantiles.ts';
import { quantity, significant } from '../kit/format.ts';

/** A metric that no window could see is null. */
export interface CellMetrics {
  /** Geometric means over the windows: the ratio of two of them is the mean ratio of their rounds. */
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
  /** Share of the requests sent. */
  timeouts: number;
  failures: number;
  in_use_mean: number | null;
  in_use_max: number | null;
  waiting_max: number | null;
  /** Mean, per checkout. */
  hold_ms: number | null;
}

export const NONE = '–';

export function cellMetrics({ windows }: Pick<TuneCell, 'windows'>): CellMetrics {
  const known = (of: (window: TuneWindow) => number | null) => windows.map(of).filter((value) => value !== null);
  const middle = (values: number[]) => (values.length === 0 ? null : mean(values));
  const level = (values: number[]) => (values.length === 0 ? null : Math.exp(mean(values.map(Math.log))));
  const most = (values: number[]) => (values.length === 0 ? null : Math.max(...values));
  const total = (of: (window: TuneWindow) => number) => windows.reduce((sum, window) => sum + of(window), 0);
  const sent = Math.max(
    1,
    total((window) => window.sent),
  );
  return {
    p50_ms: level(known((window) => window.p50_ms)),
    p95_ms: level(known((window) => window.p95_ms)),
    p99_ms: level(known((window) => window.p99_ms)),
    timeouts: total((window) => window.timeouts) / sent,
    failures: total((window) => window.failures) / sent,
    in_use_mean: middle(known((window) => window.in_use_mean)),
    in_use_max: most(known((window) => window.in_use_max)),
    waiting_max: most(known((window) => window.waiting_max)),
    hold_ms: middle(known((window) => window.hold_ms_mean)),
  };
}

/** The window that the search went by, among those on fresh processes under the same arrivals: the least disturbed one. */
export function leastDisturbed(cell: Pick<TuneCell, 'windows'>): Pick<TuneCell, 'windows'> {
  const p95 = (window: TuneWindow) => window.p95_ms ?? Number.POSITIVE_INFINITY;
  const [least] = countingWindows(cell).toSorted((one, other) => p95(one) - p95(other));
  return { windows: least === undefined ? [] : [least] };
}

/** Milliseconds of a column whose head has the unit. */
export const msText = (ms: number | null): string => (ms === null ? NONE : significant(ms));

/** With its unit: "64.9 ms", "1.20 s". */
export const durationText = (ms: number | null): string => (ms === null ? NONE : quantity(ms, 'ms'));

/** Connections at one moment are whole, their mean is not. */
export const meanText = (value: number | null): string =>
  value === null ? NONE : value.toFixed(value > 0 && value < 1 ? 2 : 1);
export const wholeText = (value: number | null): string =>
  value === null ? NONE : Math.round(value).toLocaleString('en-US');

/** "100", "1,250", "62.5": what was asked for is whole as a rule, what was found has three digits. */
export const rateText = (perS: number): string =>
  Number.isInteger(perS) ? perS.toLocaleString('en-US') : significant(perS);
