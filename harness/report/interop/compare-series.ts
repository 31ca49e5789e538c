/** The series of a comparison: every metric of every measured cell, and what one request of it was counted to cause. */
import { type Cell, type Metric, type Results, STACKS } from '../../results/schema.ts';
import { boundsOf, type Series, seriesName } from './series.ts';

/**
 * A cell that failed or was not reached has no series, nor has anything that an invalid run timed: a gap over there, never
 * a wrong point.
 */
export function compareSeries({ patterns, run, validity }: Results): Series[] {
  const context = `profile ${run.profile}`;
  const timed = validity?.trustworthy ?? true;
  return patterns.flatMap(({ pattern, metrics, stacks }) =>
    STACKS.flatMap((stack) => {
      const { cells = [], counted = [] } = stacks[stack] ?? {};
      const named = (variant: string, found: Nameless[]): Series[] =>
        found.map((one) => ({ ...one, name: seriesName({ pattern, stack, variant }, one.metric), context }));
      return [
        ...cells
          .filter(({ status }) => status === 'measured')
          .flatMap((cell) => named(cell.variant, [...(timed ? measured(cell, metrics) : []), ...countedOnce(cell)])),
        ...counted.flatMap((cell) => named(cell.variant, countedOnce(cell))),
      ];
    }),
  );
}

type Nameless = Omit<Series, 'name' | 'context'>;

function measured({ metrics: values }: Cell, metrics: readonly Metric[]): Nameless[] {
  return metrics.flatMap((metric) => {
    const estimate = values[metric.id];
    if (estimate === undefined) return [];
    const interval = metric.kind === 'count' ? null : boundsOf(estimate);
    return [{ metric, value: estimate.value, interval, blocks: estimate.blocks }];
  });
}

/** Counts per request: the numbers that a shared and noisy runner does not touch. */
function countedOnce({ inspection }: Pick<Cell, 'inspection'>): Nameless[] {
  return Object.entries(inspection?.counts ?? {}).map(([id, value]) => ({
    metric: { id, title: `${id.replaceAll('_', ' ')} per request`, unit: 'count', better: 'lower', kind: 'count' },
    value,
    interval: null,
    blocks: [],
  }));
}
