/** One cell of a table as text: a value, and the interval or the reason that belongs to it. */
import { isExact } from '../../results/lookup.ts';
import type { Cell, Estimate, Gain, GainVerdict, Metric, Warning } from '../../results/schema.ts';
import { gainIntervalOf, intervalOf, quantity, times } from '../kit/format.ts';
import { lossOf } from '../kit/validity.ts';
import { autocorrelationNote } from './precision.ts';

export interface Shown {
  text: string;
  note: string | null;
  failed: boolean;
}

/** A value that should be there and is not. */
export const NOTHING: Shown = { text: '–', note: null, failed: false };
/** A cell that has no meaning in its row. */
export const BLANK: Shown = { text: '', note: null, failed: false };

/** Text that needs no note. */
export function plain(text: string): Shown {
  return { text, note: null, failed: false };
}

/** What a cell measured, or why it has no number; with its interval and what it lost. */
export function cellShown(cell: Cell | undefined, metric: Metric): Shown {
  if (cell?.status === 'failed') {
    const status = cell.failure?.status ? ` (${cell.failure.status})` : '';
    return { text: `failed${status}`, note: null, failed: true };
  }
  const estimate = cell?.status === 'measured' ? cell.metrics[metric.id] : undefined;
  const loss = cell ? lossOf(cell) : null;
  if (estimate === undefined) return { text: loss ? 'invalid' : 'not measured', note: loss, failed: loss !== null };
  return {
    text: quantity(estimate.value, metric.unit),
    note: noted(intervalNote(estimate, metric), loss),
    failed: false,
  };
}

/**
 * The interval of a gain, with what makes it less certain than it looks.
 * @param noise its noise floor, in words.
 */
export function gainInterval(
  estimate: Estimate,
  {
    kind,
    metric,
    warnings,
    noise,
  }: { kind: Gain['kind']; metric: Metric; warnings: readonly Warning[]; noise: string | null },
): Shown {
  if (isExact(estimate, metric)) return plain('exact');
  return {
    text: gainIntervalOf(estimate, kind, metric.unit) ?? 'none',
    note: noted(autocorrelationNote(estimate, warnings), noise && `noise ${noise}`),
    failed: false,
  };
}

function noted(...notes: (string | null)[]): string | null {
  return notes.filter((note) => note !== null).join('; ') || null;
}

function intervalNote(estimate: Estimate, metric: Metric): string | null {
  if (isExact(estimate, metric)) return 'exact';
  const interval = intervalOf(estimate, metric.unit);
  return interval === quantity(estimate.value, metric.unit) ? null : interval;
}

/** How far the measured value is from its limit, as a ratio. */
export function nearness(limit: GainVerdict['limit']): Shown {
  return limit === undefined || limit.distance === null ? BLANK : plain(times(limit.distance));
}
