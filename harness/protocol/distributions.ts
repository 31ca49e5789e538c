/** The latencies of a cell's single requests, over all its blocks: what a median alone does not tell. Pure. */
import { Histogram, quantilesOf } from '../load/histogram.ts';
import type { Distribution, Sample } from '../results/schema.ts';
import { isValid } from '../stats/block-values.ts';

/**
 * One distribution per metric whose requests were kept, one by one or as a histogram, from the valid trials among
 * `samples` of one cell. A metric's id names its requests in both places.
 */
export function distributionsOf(samples: readonly Sample[]): Distribution[] {
  const valid = samples.filter(isValid);
  const ids = valid.flatMap(({ raw_ms = {}, histograms = {} }) => [...Object.keys(raw_ms), ...Object.keys(histograms)]);
  return [...new Set(ids)].flatMap((metric) => {
    const trials = valid.filter(({ raw_ms, histograms }) => raw_ms?.[metric] ?? histograms?.[metric]);
    const merged = new Histogram();
    for (const { raw_ms, histograms } of trials) {
      for (const ms of raw_ms?.[metric] ?? []) merged.record(ms);
      const stored = histograms?.[metric];
      if (stored !== undefined) merged.add(Histogram.fromBase64(stored));
    }
    if (merged.count === 0) return [];
    const kind = trials.every(isScheduled) ? 'response-time' : 'service-time';
    return [{ metric, kind, count: merged.count, ...quantilesOf(merged), histogram: merged.toBase64() }];
  });
}

/** Only an open loop has a lag, for it alone knows when a request was due; its latency counts from then. */
const isScheduled = ({ driver }: Sample) => driver?.lag_p99_ms !== undefined;
