/**
 * Two runs of a comparison beside each other: how far every gain of the one is from that of the other, and in what the
 * runs themselves differ. Made when they are read. "Here" is the run that was named first, "there" the other one.
 */
import type { Estimate, Metric } from './measures.ts';
import type { PatternName, StackName } from './names.ts';
import type { Results } from './schema.ts';
import type { DistrustCode } from './verdicts.ts';

/** How much more it is here than there. */
export interface Change {
  kind: 'ratio' | 'difference';
  /** Here divided by there, or here less there in the unit of the metric. */
  value: number;
  /** The ends of its interval; null where a run has too few blocks for one. */
  low: number | null;
  high: number | null;
}

/** One number of both runs; a run that does not have it has null. */
export interface Sided {
  here: Estimate | null;
  there: Estimate | null;
  /** Null where there is nothing to compare: a side is missing, or a value has no logarithm. */
  change: Change | null;
}

/**
 * What the two runs say of a gain. `larger` and `smaller` hold for the gain here, and allow for all gains that were
 * compared; those `-alone` rest on the gain's own interval, of which one in twenty excludes "no difference" by chance.
 */
export type BesideVerdict =
  | 'larger'
  | 'smaller'
  | 'larger-alone'
  | 'smaller-alone'
  | 'none-shown'
  | 'equal'
  | 'no-interval'
  | 'distrusted'
  | 'one-sided';

/** One gain in both runs. */
export interface GainBeside {
  pattern: PatternName;
  stack: StackName;
  variant: string;
  metric: Metric;
  /** Whether it is the gain of the first screen: of the first variant, in the metric of the pattern's summary. */
  headline: boolean;
  kind: Change['kind'];
  gain: Sided;
  before: Sided;
  after: Sided;
  verdict: BesideVerdict;
  /** Which of its two values became another one, by their own intervals. */
  moved: ('before' | 'after')[];
  /** How far apart two equal gains may lie, as a factor, and whether these lie closer; null where no control tells it. */
  noise: { factor: number; within: boolean } | null;
  /** Why the gain of a run must not be used; empty where it may. */
  distrust: { here: DistrustCode[]; there: DistrustCode[] };
}

/**
 * What a difference between the runs means for their gains. `work`: they did not do the same, so that the gains need not be
 * equal. `machine`: gains are ratios on one machine, and most of them mean the same on another, but not all. `software`: what
 * two runs are usually laid beside each other for. `extent`: it makes intervals wider or narrower, and nothing else.
 */
export type Weight = 'work' | 'machine' | 'software' | 'extent';

export type Aspect =
  | 'profile'
  | 'size'
  | 'measuring'
  | 'driver'
  | 'cpu'
  | 'cores'
  | 'memory'
  | 'system'
  | 'container'
  | 'placement'
  | 'harness'
  | 'runtime'
  | 'code'
  | 'fact'
  | 'database'
  | 'duet'
  | 'commit'
  | 'patterns'
  | 'stacks'
  | 'blocks';

/** One thing in which the runs differ. */
export interface RunDifference {
  aspect: Aspect;
  weight: Weight;
  /** Which size or fact it is. */
  name?: string;
  /** The stack that it is told of. */
  stack?: StackName;
  /** In base units; null where a run does not say it. */
  here: string | number | null;
  there: string | number | null;
}

export interface Beside {
  here: Results;
  there: Results;
  /** All that both runs have a pattern and a stack for, in their order here. */
  gains: GainBeside[];
  /** How many gains were tested together. */
  tested: number;
  /** The gravest first. */
  differences: RunDifference[];
}
