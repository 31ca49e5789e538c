/** A sweep: the trial of a pattern at many sizes, one metric of which makes a curve. One file per sweep. */
import type { Lab, StartOptions } from '../../lab/lab.ts';
import type { Curve, CurvePlan, PatternName, Sizes } from '../../results/schema.ts';
import type { Measurement, TrialContext } from '../pattern.ts';

/** A curve that a sweep feeds: the gain in one metric of the pattern, of which less is better. */
export interface SweptCurve extends Pick<Curve, 'id' | 'title' | 'gain'> {
  metric: string;
}

export interface Sweep {
  id: string;
  pattern: PatternName;
  x: Curve['x'];
  /** The sizes, ascending and about evenly spaced on a log scale. */
  points(sizes: Sizes): readonly number[];
  /** The size that the run's blocks measure anyway: its gain joins the curve, and the sweep leaves it out. */
  ownPoint(sizes: Sizes): number;
  /** From here on a point takes so long that it is measured in the first round alone, and has no interval. */
  longFrom?: number;
  curves: SweptCurve[];
  /** How a point is measured, in one sentence. */
  how(sizes: Sizes): string;
  landmarks?(plan: CurvePlan): Curve['landmarks'];
  start: StartOptions;
  /** Service processes are fresh for the whole sweep, or for each single trial. */
  fresh: 'per-sweep' | 'per-trial';
  /** Once, before the services start. */
  prepare?(lab: Lab, sizes: Sizes, signal: AbortSignal): Promise<void>;
  /** Once per service process and variant, before its first trial. */
  warmUp?(context: TrialContext): Promise<void>;
  /** All that counts is in `metrics`. */
  trial(context: TrialContext, x: number): Promise<Measurement>;
  /** Expected time of one trial, in ms. */
  expectedMs(variant: string, x: number, sizes: Sizes): number;
}
