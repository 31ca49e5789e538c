/** The timed part of a run: what is left of its plan, every sample and every finished phase written down at once. */
import type { TrialLab } from '../lab/lab.ts';
import type { Progress } from '../progress.ts';
import { remainingPhases } from '../protocol/continuity.ts';
import { expectedMs, expectedReadyMs, expectedTrialMs, type PlannedPhase } from '../protocol/plan.ts';
import { type RunOptions, runPlan } from '../protocol/run.ts';
import { cellPath } from '../results/cell-name.ts';
import type { RunFolder } from '../results/run-folder.ts';
import { BEST, type FinishedPhase, type Sample } from '../results/schema.ts';
import { VERSIONS } from '../results/side-names.ts';

export interface Measuring {
  lab: TrialLab;
  signal: AbortSignal;
  folder: RunFolder;
  progress: Progress;
  /** Both grow; what an earlier session of this run measured stands in them already. */
  samples: Sample[];
  phases: FinishedPhase[];
  /** Expected time (ms) of what this session has carried out; grows. */
  doneMs: number;
}

/** How a plan is carried out. */
export interface Manner
  extends Pick<
    RunOptions,
    | 'sizes'
    | 'drivers'
    | 'onBusyMachine'
    | 'phasesOf'
    | 'sideNames'
    | 'sourceOf'
    | 'beforePhase'
    | 'goesOn'
    | 'mayRepeat'
    | 'isWorthRepeating'
    | 'isOver'
  > {
  /** What the progress line begins with. */
  label: string;
  /** Expected time (ms) of what may come after this plan. Default: nothing does. */
  laterMs?: number;
}

/** What is left of the plan. */
export async function measurePlan(
  whole: readonly PlannedPhase[],
  measuring: Measuring,
  { label, laterMs = 0, ...manner }: Manner,
): Promise<void> {
  const { lab, signal, folder, samples, phases, progress } = measuring;
  const { sizes, phasesOf, sideNames = VERSIONS } = manner;
  const plan = remainingPhases(whole, phases);
  const total = plan.reduce((sum, planned) => sum + expectedMs(planned, sizes, phasesOf), measuring.doneMs + laterMs);
  let current = 0;
  let startedMs = performance.now();
  let bestMs = 0;
  await runPlan(plan, {
    ...manner,
    lab,
    signal,
    onTrial(planned, trial) {
      const { stack, variant, side, arm, attempt } = trial;
      const name = cellPath({ pattern: planned.pattern, stack, variant });
      const cell = `${name}${side ? ` of ${sideNames[side]}` : ''}${arm ? ' again' : ''}`;
      const text = `${label}block ${planned.block + 1}  ${cell}${attempt === 2 ? ', repeated' : ''}`;
      progress.measuring(text, measuring.doneMs, total);
      // Nobody expects a repetition: it takes time, and brings nothing nearer.
      current = attempt === 1 ? expectedTrialMs(planned, trial, sizes, phasesOf) : 0;
    },
    onSpent(variant, ms) {
      if (variant === BEST) bestMs += ms;
    },
    onSample(sample) {
      folder.appendSample(sample);
      samples.push(sample);
      measuring.doneMs += current;
    },
    onPhaseDone(planned) {
      const { block, pattern, phase } = planned;
      const endedMs = performance.now();
      const finished: FinishedPhase = {
        ...{ block, pattern, phase, at: new Date().toISOString(), ms: endedMs - startedMs },
        ...(bestMs === 0 ? {} : { best_ms: bestMs }),
      };
      bestMs = 0;
      folder.appendPhase(finished);
      phases.push(finished);
      startedMs = endedMs;
      measuring.doneMs += expectedReadyMs(planned, phasesOf);
    },
  });
}
