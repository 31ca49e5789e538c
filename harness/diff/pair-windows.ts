/**
 * The value of a block: the windows of two arms, k-th against k-th. Pure.
 *
 * The k-th windows of two processes ask the same requests at the same age: what compilers and garbage collectors do
 * comes to both, and leaves their ratio. What comes to one alone is another tenant of the machine. It makes a window
 * half again as dear, one in twenty or so, so that the block's change is the median of the windows' ratios. In the 19
 * recorded diffs of one cell on a shared machine, the spread of a block's change in CPU was (rms over the diffs):
 *
 * | cell            | ratio of the windows' means | median ratio |
 * | --------------- | --------------------------: | -----------: |
 * | pooling, Node   |                       3.0 % |        1.8 % |
 * | pooling, Python |                       2.9 % |        1.9 % |
 * | parallel, Node  |                       3.9 % |        3.1 % |
 * | parallel, Python |                      4.0 % |        2.9 % |
 */
import type { Metric, Sample } from '../results/schema.ts';
import { isValid } from '../stats/block-values.ts';
import { mean, median } from '../stats/quantiles.ts';

/**
 * A block in which both arms were measured: their values are > 0, and `head / base` is the block's change. Of growth they may
 * have either sign, and the change is their difference.
 */
export interface PairedBlock {
  block: number;
  base: number;
  head: number;
}

/**
 * Blocks without a pair of valid windows are left out. A peak of memory is one of the process, so there it is the highest
 * of either arm; else `base` is the geometric mean of base's windows, and `head` that times the median ratio.
 * @param base the counting samples of one arm of one cell, in the order of the plan; `head` those of the other.
 */
export function pairBlocks(base: readonly Sample[], head: readonly Sample[], metric: Metric): PairedBlock[] {
  const ofHead = Map.groupBy(head, ({ block }) => block);
  return [...Map.groupBy(base, ({ block }) => block)]
    .flatMap(([block, windows]) => {
      const paired = pairWindows(windows, ofHead.get(block) ?? [], metric);
      return paired === undefined ? [] : [{ block, ...paired }];
    })
    .sort((one, other) => one.block - other.block);
}

function pairWindows(base: readonly Sample[], head: readonly Sample[], metric: Metric) {
  if (metric.kind === 'memory') {
    const [one, other] = [base, head].map((windows) =>
      Math.max(...windows.flatMap((each) => windowValue(each, metric) ?? [])),
    );
    return one !== undefined && other !== undefined && one > 0 && other > 0 ? { base: one, head: other } : undefined;
  }
  const pairs = base.flatMap((window, k) => {
    const [one, other] = [windowValue(window, metric), windowValue(head[k], metric)];
    return one === undefined || other === undefined ? [] : [{ base: Math.log(one), change: Math.log(other / one) }];
  });
  if (pairs.length === 0) return undefined;
  const center = Math.exp(mean(pairs.map((pair) => pair.base)));
  return { base: center, head: center * Math.exp(median(pairs.map(({ change }) => change))) };
}

/** The value of a valid window that has one: the median of its requests where it holds single requests. */
function windowValue(window: Sample | undefined, { id }: Metric): number | undefined {
  if (window === undefined || !isValid(window)) return undefined;
  const requests = window.raw_ms?.[id] ?? [];
  const value = requests.length > 0 ? median(requests) : window.metrics[id];
  return value !== undefined && value > 0 ? value : undefined;
}
