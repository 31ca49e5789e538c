/** The plan of the break-even curves: every trial in its order, made from the run's seed. Pure. */
import { roughlyInWords } from '../duration.ts';
import { sweeps } from '../patterns/curves/index.ts';
import type { Sweep } from '../patterns/curves/sweep.ts';
import { patterns } from '../patterns/index.ts';
import { comparedVariants } from '../patterns/pattern.ts';
import { profiles } from '../patterns/profiles.ts';
import type { CurvePlan, CurveSample, PatternName, RunHeader, Sizes, StackName } from '../results/schema.ts';
import { below, seededRandom, shuffle } from '../stats/random.ts';

export interface PlannedCurveTrial {
  /** Position over all sweeps of the run. */
  trial: number;
  round: number;
  stack: StackName;
  variant: string;
  x: number;
}

export interface PlannedSweep {
  sweep: Sweep;
  trials: PlannedCurveTrial[];
}

export interface CurvePlanOptions extends Pick<CurvePlan, 'rounds' | 'stride'> {
  patterns: readonly PatternName[];
  stacks: readonly StackName[];
  /** As the profile has them: no point depends on what is calibrated. */
  sizes: Sizes;
  seed: number;
}

/**
 * Round by round, so that an interrupted sweep holds something of each point. Within a round the points of both stacks
 * come in a drawn order; the variants of a point stand side by side and change their order from round to round
 * (ABBA ...), so that a drift of the machine touches both sides of a gain equally.
 */
export function planCurves({ patterns: names, stacks, sizes, seed, rounds, stride }: CurvePlanOptions): PlannedSweep[] {
  // Another stream than the blocks', which are drawn from the seed itself.
  const random = seededRandom(seed + 1);
  let trial = 0;
  return sweeps
    .filter(({ pattern }) => names.includes(pattern))
    .map((sweep) => {
      const groups = stacks.flatMap((stack) =>
        sweptPoints(sweep, sizes, stride).map((x) => ({
          stack,
          x,
          order: shuffle(random, comparedVariants(patterns[sweep.pattern])),
          turned: below(random, 2),
        })),
      );
      const trials = Array.from({ length: rounds }, (_, round) =>
        shuffle(
          random,
          groups.filter(({ x }) => round === 0 || x < (sweep.longFrom ?? Number.POSITIVE_INFINITY)),
        ).flatMap(({ stack, x, order, turned }) =>
          ((round + turned) % 2 === 0 ? order : order.toReversed()).map((variant) => ({ round, stack, variant, x })),
        ),
      ).flat();
      return { sweep, trials: trials.map((planned) => ({ trial: trial++, ...planned })) };
    });
}

/** The points of a sweep without the one that the blocks measure; of the others every `stride`-th. */
function sweptPoints(sweep: Sweep, sizes: Sizes, stride: number): number[] {
  return sweep.points(sizes).filter((x, index) => index % stride === 0 && x !== sweep.ownPoint(sizes));
}

/** What a resumed run has to measure: the sweeps that are not whole, from their beginning, for their services are gone. */
export function remainingSweeps(plan: readonly PlannedSweep[], samples: readonly CurveSample[]): PlannedSweep[] {
  const measured = new Set(samples.map(({ trial }) => trial));
  return plan.filter(({ trials }) => trials.some(({ trial }) => !measured.has(trial)));
}

/** Start, warm-up and end of the services of a group, in ms. */
const START_MS = { 'per-sweep': 2_500, 'per-trial': 2_000 };
/** Fresh processes are started by so many at once: starting keeps a core busy, waiting for their turn costs nothing. */
export const STARTED_TOGETHER = 4;

/** What a sweep takes, in ms. */
export function expectedSweepMs({ sweep, trials }: PlannedSweep, sizes: Sizes): number {
  const starts = sweep.fresh === 'per-sweep' ? 1 : Math.ceil(trials.length / STARTED_TOGETHER);
  return trials.reduce(
    (sum, { variant, x }) => sum + sweep.expectedMs(variant, x, sizes),
    starts * START_MS[sweep.fresh],
  );
}

/** The plan in words, for --dry-run. */
export function describeCurves(plan: PlannedSweep[], sizes: Sizes): string {
  const total = plan.reduce((sum, planned) => sum + expectedSweepMs(planned, sizes), 0);
  const trials = plan.reduce((sum, planned) => sum + planned.trials.length, 0);
  return [
    ...plan.flatMap((planned) => [
      `curve ${planned.sweep.id}  ${planned.sweep.pattern}: about ${roughlyInWords(expectedSweepMs(planned, sizes))}`,
      ...planned.trials.map(
        ({ trial, round, stack, variant, x }) =>
          `  ${String(trial + 1).padStart(4)}  round ${round + 1}  ${stack}/${variant} at ${x.toLocaleString('en-US')}`,
      ),
    ]),
    `${trials} trials for the curves, expected time ${roughlyInWords(total)} besides`,
  ].join('\n');
}

/** What the options of a run say about its curves. */
export interface CurveChoice extends Pick<RunHeader, 'profile' | 'patterns' | 'stacks' | 'seed'> {
  /** `--curves` or `--no-curves`; without either the profile decides. */
  wanted: boolean | undefined;
}

/** The part of the header that the options decide; undefined when no curves are wanted. */
export function requestCurves(choice: CurveChoice): Omit<CurvePlan, 'pool_connections'> | undefined {
  const { byDefault, rounds, stride } = profiles[choice.profile].curves;
  if (!(choice.wanted ?? byDefault)) return undefined;
  const { sizes } = profiles[choice.profile];
  const plan = planCurves({ ...choice, sizes, rounds, stride });
  return { rounds, stride, planned_trials: plan.reduce((sum, { trials }) => sum + trials.length, 0) };
}

/** The plan that a header, or what will become one, describes; empty without curves. */
export function curvePlanOf(
  { curves, patterns, stacks, seed }: Pick<RunHeader, 'patterns' | 'stacks' | 'seed'> & { curves?: CurvePart },
  sizes: Sizes,
): PlannedSweep[] {
  return curves === undefined ? [] : planCurves({ patterns, stacks, seed, sizes, ...curves });
}

type CurvePart = Pick<CurvePlan, 'rounds' | 'stride'> | undefined;

/** What the curves of a run take, in ms; 0 without curves. */
export const expectedCurvesMs = (run: Parameters<typeof curvePlanOf>[0], sizes: Sizes): number =>
  curvePlanOf(run, sizes).reduce((sum, planned) => sum + expectedSweepMs(planned, sizes), 0);
