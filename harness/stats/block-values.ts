/** The unit of statistics: one value per block, metric and cell. Pure. */
import type { Sample } from '../results/schema.ts';
import { mean, median } from './quantiles.ts';

/**
 * The samples that count, in the order of the plan: the last one of each planned trial. An invalid trial is measured
 * once more, and a phase that an interruption cut off is measured again as a whole when the run is resumed; what was
 * measured before stays on disk.
 */
export function countingSamples<One extends { trial: number }>(samples: readonly One[]): One[] {
  // A key that is set again keeps its place.
  return [...new Map(samples.map((sample) => [sample.trial, sample])).values()];
}

/** Whether a trial may have a say in the numbers. */
export const isValid = ({ invalid }: Sample): boolean => invalid === undefined;

/** The values of one metric of one cell, by block; a block without a valid trial has none. */
export type BlockValues = Map<number, number>;

/** A block's value: the median of its requests where trials hold single requests, else the mean of its valid trials. */
export function blockValues(samples: Sample[], metric: string): BlockValues {
  const byBlock = Map.groupBy(samples.filter(isValid), ({ block }) => block);
  const values: BlockValues = new Map();
  for (const [block, trials] of byBlock) {
    const requests = trials.flatMap(({ raw_ms }) => raw_ms?.[metric] ?? []);
    const perTrial = trials.flatMap(({ metrics }) => metrics[metric] ?? []);
    if (requests.length > 0) values.set(block, median(requests));
    else if (perTrial.length > 0) values.set(block, mean(perTrial));
  }
  return values;
}
