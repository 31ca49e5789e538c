/** The timed part of a run: its plan carried out, every sample written down at once, progress shown. */
import type { Lab } from '../lab/lab.ts';
import type { Sizes } from '../patterns/profiles.ts';
import type { Progress } from '../progress.ts';
import { expectedMs, expectedTrialMs, type PlannedPhase, SERVICES_START_MS } from '../protocol/plan.ts';
import { runPlan } from '../protocol/run.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { Sample } from '../results/schema.ts';

interface Measuring {
  lab: Lab;
  sizes: Sizes;
  signal: AbortSignal;
  folder: RunFolder;
  /** Grows with every trial. */
  samples: Sample[];
  progress: Progress;
}

export async function measure(
  plan: PlannedPhase[],
  { lab, sizes, signal, folder, samples, progress }: Measuring,
): Promise<void> {
  const total = plan.reduce((sum, planned) => sum + expectedMs(planned, sizes), 0);
  let done = 0;
  let current = 0;
  await runPlan(plan, {
    lab,
    sizes,
    signal,
    onTrial(planned, trial) {
      const { stack, variant, arm } = trial;
      const cell = `${planned.pattern}/${stack}/${variant}${arm ? ' again' : ''}`;
      progress.measuring(`block ${planned.block + 1}  ${cell}`, done, total);
      current = expectedTrialMs(planned, trial, sizes);
    },
    onSample(sample) {
      folder.appendSample(sample);
      samples.push(sample);
      done += current;
    },
    onPhaseDone() {
      done += SERVICES_START_MS;
    },
  });
}
