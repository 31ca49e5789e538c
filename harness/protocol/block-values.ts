/** The unit of statistics: one value per block, metric and cell. Pure. */
import type { Sample } from '../results/schema.ts';
import { mean, median } from '../stats/quantiles.ts';

/** The values of one metric of one cell, by block; a block whose trials failed has none. */
export type BlockValues = Map<number, number>;

/** A block's value: the median of its requests where trials hold single requests, else the mean of its trials. */
export function blockValues(samples: Sample[], metric: string): BlockValues {
  const byBlock = Map.groupBy(samples, ({ block }) => block);
  const values: BlockValues = new Map();
  for (const [block, trials] of byBlock) {
    const requests = trials.flatMap(({ raw_ms }) => raw_ms?.[metric] ?? []);
    const perTrial = trials.flatMap(({ metrics }) => metrics[metric] ?? []);
    if (requests.length > 0) values.set(block, median(requests));
    else if (perTrial.length > 0) values.set(block, mean(perTrial));
  }
  return values;
}
