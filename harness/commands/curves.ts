/** The break-even curves of a run: whether they are wanted, their plan, and their measuring after the blocks. */
import type { Lab } from '../lab/lab.ts';
import { profiles, type Sizes } from '../patterns/profiles.ts';
import { openProgress } from '../progress.ts';
import { measureCurves } from '../protocol/curves.ts';
import { expectedSweepMs, type PlannedSweep, planCurves, remainingSweeps } from '../protocol/plan-curves.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { CurvePlan, CurveSample, RunHeader } from '../results/schema.ts';

/** What the options of a run say about its curves. */
export interface CurveChoice extends Pick<RunHeader, 'profile' | 'patterns' | 'stacks' | 'seed'> {
  /** `--curves` or `--no-curves`; without either the profile decides. */
  wanted: boolean | undefined;
}

/** The part of the header that the options decide; undefined when no curves are wanted. */
export function commissionCurves(choice: CurveChoice): Omit<CurvePlan, 'pool_connections'> | undefined {
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

export interface CurveMeasuring {
  lab: Lab;
  signal: AbortSignal;
  folder: RunFolder;
  /** Grows; what an earlier session of this run measured stands in it already. */
  curveSamples: CurveSample[];
}

export async function measureCurvesOf(header: RunHeader, { lab, signal, folder, curveSamples }: CurveMeasuring) {
  const sizes = header.sizes as unknown as Sizes;
  const plan = remainingSweeps(curvePlanOf(header, sizes), curveSamples);
  const total = plan.reduce((sum, planned) => sum + expectedSweepMs(planned, sizes), 0);
  // Of its own, because its time left must not follow the pace of the blocks.
  const progress = openProgress();
  let done = 0;
  let perTrial = 0;
  await measureCurves(plan, {
    lab,
    sizes,
    signal,
    onTrial(planned, { stack, variant, x }) {
      const { sweep, trials } = planned;
      progress.measuring(`curve ${sweep.id}  ${stack}/${variant} at ${x.toLocaleString('en-US')}`, done, total);
      perTrial = expectedSweepMs(planned, sizes) / trials.length;
    },
    onSample(sample) {
      folder.appendCurveSample(sample);
      curveSamples.push(sample);
      done += perTrial;
    },
  });
}
