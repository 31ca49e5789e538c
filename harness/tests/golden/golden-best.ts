/** The best way of three patterns of the golden run: a central value for every cell, and the limit that one has of its own. */
import { BEST, type Limit, type PatternName, type StackName } from '../../results/schema.ts';
import type { PatternSpec } from './golden-patterns.ts';

/** By stack: one value for each metric of the pattern, in their order. */
const BEST_VALUES: Partial<Record<PatternName, Record<StackName, number[]>>> = {
  streaming: { node: [63e6, 148], python: [47.1e6, 612] },
  batching: { node: [27.4, 2], python: [29.9, 2] },
  pooling: { node: [5.4, 8610, 0.112], python: [6.1, 702, 1.31] },
};
const BATCH_LIMIT: Limit = {
  ...{ metric: 'time', variant: BEST, value: 25.8 },
  how: 'One batch at the measured service times of the upstream.',
};

/** The pattern with its best way, where it has one. */
export function withBest(spec: PatternSpec): PatternSpec {
  const best = BEST_VALUES[spec.pattern];
  if (best === undefined) return spec;
  const own = spec.pattern === 'batching' ? [BATCH_LIMIT] : [];
  const { node, python } = spec.values;
  return {
    ...spec,
    values: { node: { ...node, [BEST]: best.node }, python: { ...python, [BEST]: best.python } },
    limits: { node: [...spec.limits.node, ...own], python: [...spec.limits.python, ...own] },
  };
}
