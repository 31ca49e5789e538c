/**
 * Carries out a plan: the trials of each phase in their order, then once more those that turned out invalid. Every
 * sample is handed on at once.
 */
import type { Measurement, Phase, TrialContext } from '../patterns/pattern.ts';
import type { Sample } from '../results/schema.ts';
import { ProcessDied, watchDeaths } from './deaths.ts';
import { livesOf, ownPhases, type PhasesOf, type PlannedPhase, type PlannedTrial } from './plan.ts';
import { openStage, type Scene, type Stage, type StageOptions } from './stage.ts';
import { isForeseen, judgeTrial, watchCircumstances } from './validity.ts';

/** A trial as planned, or once more because the first attempt was invalid. */
export interface Attempt extends PlannedTrial {
  attempt: 1 | 2;
}

export interface RunOptions extends StageOptions {
  /** Those that the plan was made of; by default the pattern's own. */
  phasesOf?: PhasesOf;
  /** Whether a busy machine makes a trial invalid. */
  onBusyMachine: 'invalid' | 'shown';
  /** Asked before a phase whose services are its own: false ends the plan there. By default it is carried out whole. */
  goesOn?(planned: PlannedPhase): boolean;
  /** Called then, when no service of the run is up. */
  beforePhase?(planned: PlannedPhase): void | Promise<void>;
  /** Whether there still is time for second attempts at invalid trials. By default there always is. */
  mayRepeat?(): boolean;
  /** Called before each trial. */
  onTrial(planned: PlannedPhase, attempt: Attempt): void;
  /** Called after each trial, before the next one starts. */
  onSample(sample: Sample): void;
  onPhaseDone(planned: PlannedPhase): void;
}

/** @throws DuetError (exit 4) when something of the lab died, or a service for the second time in a phase. */
export async function runPlan(plan: PlannedPhase[], options: RunOptions): Promise<void> {
  const { phasesOf = ownPhases } = options;
  const { lab, signal } = options;
  for (const life of livesOf(plan)) {
    signal.throwIfAborted();
    const first = life[0] as PlannedPhase;
    if (options.goesOn?.(first) === false) return;
    await options.beforePhase?.(first);
    const scenes = life.map((planned) => ({ planned, phase: phasesOf(planned.pattern)[planned.phase] as Phase }));
    await using stage = openStage(scenes, options);
    for (const scene of scenes) {
      const { planned, phase } = scene;
      const where = { pattern: planned.pattern, phase: phase.name };
      await watchDeaths({ watched: [lab], where, signal }, () => runPhase(scene, stage, options));
      options.onPhaseDone(planned);
    }
  }
}

/**
 * An invalid trial is repeated once: at once where each has a fresh service, else at the end of the phase, with the
 * services that are up. So the balance of the first attempts stays as it was planned.
 */
async function runPhase(scene: Scene, stage: Stage, options: RunOptions): Promise<void> {
  const { planned, phase } = scene;
  await phase.prepare?.(options.lab, options.sizes);
  let deaths = 0;
  const isValid = async (attempt: Attempt): Promise<boolean> => {
    const { sample, death } = await runTrial(scene, attempt, stage, options);
    options.onSample(sample);
    if (death !== undefined && ++deaths === 2) throw death;
    if (death !== undefined || phase.fresh === 'per-trial') await stage.clear();
    return sample.invalid === undefined;
  };
  const again: Attempt[] = [];
  for (const trial of planned.trials) {
    if ((await isValid({ ...trial, attempt: 1 })) || options.mayRepeat?.() === false) continue;
    if (phase.fresh === 'per-trial') await isValid({ ...trial, attempt: 2 });
    else again.push({ ...trial, attempt: 2 });
  }
  for (const attempt of again) if (options.mayRepeat?.() !== false) await isValid(attempt);
}

interface Outcome {
  sample: Sample;
  /** The end of the service, when it died under the trial. */
  death?: ProcessDied;
}

async function runTrial(
  scene: Scene,
  trial: Attempt,
  stage: Stage,
  { lab, signal, onBusyMachine, onTrial }: RunOptions,
): Promise<Outcome> {
  const { planned, phase } = scene;
  signal.throwIfAborted();
  onTrial(planned, trial);
  const context = await stage.contextOf(scene, trial);
  const { attempt, ...cell } = trial;
  const start = {
    block: planned.block,
    pattern: planned.pattern,
    phase: phase.name,
    ...cell,
    ...(attempt === 1 ? {} : { attempt }),
    at: new Date().toISOString(),
  };
  const circumstances = watchCircumstances(lab.ownership);
  try {
    const measurement = await measure(planned, phase, context);
    const { clockJumpMs, foreign } = circumstances();
    const invalid = judgeTrial(measurement, { clockJumpMs, foreign }, onBusyMachine);
    const { invalid: _judged, ...measured } = measurement;
    return {
      sample: {
        ...start,
        limits: {},
        ...measured,
        ...(foreign === undefined ? {} : { foreign_cpu: foreign.cpuMs / foreign.elapsedMs }),
        ...(invalid.length === 0 ? {} : { invalid }),
      },
    };
  } catch (error) {
    if (!(error instanceof ProcessDied) || error.deceased !== context.service) throw error;
    const invalid = [{ rule: 'process-died' as const, detail: error.summary }];
    return { sample: { ...start, metrics: {}, limits: {}, invalid }, death: error };
  }
}

function measure({ pattern }: PlannedPhase, phase: Phase, context: TrialContext): Promise<Measurement> {
  const { lab, service, variant, signal } = context;
  const { stack, side } = service;
  return watchDeaths(
    {
      watched: [lab, service],
      where: { pattern, stack, variant, ...(side && { side }), phase: phase.name },
      signal,
      suspicious: ({ failure, invalid = [] }) =>
        (failure !== undefined && !isForeseen(failure)) || invalid.some(({ rule }) => rule === 'errors'),
    },
    () => phase.trial(context),
  );
}
