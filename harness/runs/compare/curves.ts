/** The measuring of the break-even curves of a run, after its blocks. */
import type { Lab } from '../../lab/lab.ts';
import { openProgress } from '../../progress.ts';
import { measureCurves } from '../../protocol/curves.ts';
import { curvePlanOf, expectedSweepMs, remainingSweeps } from '../../protocol/plan-curves.ts';
import type { RunFolder } from '../../results/run-folder.ts';
import type { CurveSample, RunHeader } from '../../results/schema.ts';

export interface CurveMeasuring {
  lab: Lab;
  signal: AbortSignal;
  folder: RunFolder;
  /** Grows; what an earlier session of this run measured stands in it already. */
  curveSamples: CurveSample[];
}

export async function measureCurvesOf(header: RunHeader, { lab, signal, folder, curveSamples }: CurveMeasuring) {
  const sizes = header.sizes;
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
