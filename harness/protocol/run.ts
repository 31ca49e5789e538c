/**
 * Carries out a plan: the trials of each phase in their order, then once more those that turned out invalid, with those that
 * they took turns with. Every sample is handed on at once.
 */
import { DriverFailed } from '../load/driver.ts';
import type { Measurement, Phase, Testbed, TrialContext } from '../patterns/pattern.ts';
import type { Invalidity, Sample } from '../results/schema.ts';
import { ProcessDied, watchDeaths } from './deaths.ts';
import { hangs, serviceInWords } from './hung.ts';
import { lifetimesOf, ownPhases, type PhasesOf, type PlannedPhase, type PlannedTrial } from './plan.ts';
import {
  openTrialServices,
  type ServedPhase,
  type TrialServices,
  type TrialServicesOptions,
} from './trial-services.ts';
import { isForeseen, judgeTrial, watchCircumstances } from './trial-validity.ts';
import { type TurnGroup, turnGroups } from './turn-groups.ts';

/** A trial as planned, or once more because the first attempt was invalid. */
export interface Attempt extends PlannedTrial {
  attempt: 1 | 2;
}

export interface RunOptions extends TrialServicesOptions {
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
  /** Whether a first attempt, or those of a group of which one is invalid, are worth a second one. By default they are. */
  isWorthRepeating?(trials: readonly Sample[]): boolean;
  /** Asked before each first attempt at a trial: true ends the plan there, with its phase unfinished. By default nothing does. */
  isOver?(): boolean;
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
  for (const lifetime of lifetimesOf(plan)) {
    signal.throwIfAborted();
    const first = lifetime[0] as PlannedPhase;
    if (options.goesOn?.(first) === false) return;
    await options.beforePhase?.(first);
    const servedPhases = lifetime.map((planned) => ({
      planned,
      phase: phasesOf(planned.pattern)[planned.phase] as Phase<Testbed>,
    }));
    await using services = openTrialServices(servedPhases, options);
    for (const served of servedPhases) {
      const { planned, phase } = served;
      const where = { pattern: planned.pattern, phase: phase.name };
      if (!(await watchDeaths({ watched: [lab], where, signal }, () => runPhase(served, services, options)))) return;
      options.onPhaseDone(planned);
    }
  }
}

/**
 * An invalid trial is repeated once: at once where each has a fresh service, else at the end of the phase, with the
 * services that are up. So the balance of the first attempts stays as it was planned.
 * @returns whether the phase came to its end.
 */
async function runPhase(served: ServedPhase, services: TrialServices, options: RunOptions): Promise<boolean> {
  const { planned, phase } = served;
  await phase.prepare?.(options.lab, options.sizes);
  let deaths = 0;
  const attemptAt = async (group: TurnGroup, attempt: Attempt['attempt']): Promise<Sample[]> => {
    const attempts = group.map((trial): Attempt => ({ ...trial, attempt }));
    const { samples, death } = await runTrials(served, attempts, services, options);
    for (const sample of samples) options.onSample(sample);
    if (death !== undefined && ++deaths === 2) throw death;
    if (death !== undefined || phase.fresh === 'per-trial') await services.clear();
    return samples;
  };
  const isEnough = (samples: readonly Sample[]) =>
    samples.every(({ invalid }) => invalid === undefined) || options.isWorthRepeating?.(samples) === false;
  const again: TurnGroup[] = [];
  for (const group of turnGroups(planned.trials, phase)) {
    if (options.isOver?.()) return false;
    if (isEnough(await attemptAt(group, 1)) || options.mayRepeat?.() === false) continue;
    if (phase.fresh === 'per-trial') await attemptAt(group, 2);
    else again.push(group);
  }
  for (const group of again) if (options.mayRepeat?.() !== false) await attemptAt(group, 2);
  return true;
}

interface Outcome {
  /** One of each trial. */
  samples: Sample[];
  /** The end of a service, when one died under the trials. */
  death?: ProcessDied;
}

async function runTrials(
  served: ServedPhase,
  trials: readonly Attempt[],
  services: TrialServices,
  { lab, signal, onBusyMachine, onTrial, onSpent }: RunOptions,
): Promise<Outcome> {
  const { planned, phase } = served;
  signal.throwIfAborted();
  for (const trial of trials) onTrial(planned, trial);
  const contexts: TrialContext<Testbed>[] = [];
  for (const trial of trials) contexts.push(await services.contextOf(served, trial));
  const startOf = ({ attempt, ...cell }: Attempt) => ({
    block: planned.block,
    pattern: planned.pattern,
    phase: phase.name,
    ...cell,
    ...(attempt === 1 ? {} : { attempt }),
    at,
  });
  const at = new Date().toISOString();
  const startedMs = performance.now();
  const circumstances = watchCircumstances(lab.ownership);
  try {
    const measurements = await measure(planned, phase, contexts);
    const { clockJumpMs, foreign } = circumstances();
    for (const { variant } of trials) onSpent?.(variant, (performance.now() - startedMs) / trials.length);
    const samples = trials.map((trial, index): Sample => {
      const measurement = measurements[index] as Measurement;
      const invalid = judgeTrial(measurement, { clockJumpMs, foreign }, onBusyMachine);
      const { invalid: _judged, ...measured } = measurement;
      return {
        ...startOf(trial),
        limits: {},
        ...measured,
        ...(foreign === undefined ? {} : { foreign_cpu: foreign.cpuMs / foreign.elapsedMs }),
        ...(invalid.length === 0 ? {} : { invalid }),
      };
    });
    return { samples };
  } catch (error) {
    const without = (invalid: Invalidity[]) =>
      trials.map((trial): Sample => ({ ...startOf(trial), metrics: {}, limits: {}, invalid }));
    if (error instanceof DriverFailed) {
      return { samples: without([{ rule: 'driver-failed', driver: error.driver, message: error.message }]) };
    }
    if (!(error instanceof ProcessDied) || !contexts.some(({ service }) => service === error.process)) throw error;
    return { samples: without([{ rule: 'process-died', message: error.summary }]), death: error };
  }
}

async function measure(
  { pattern }: PlannedPhase,
  phase: Phase<Testbed>,
  contexts: readonly TrialContext<Testbed>[],
): Promise<Measurement[]> {
  const [first] = contexts as [TrialContext<Testbed>];
  const { lab, service, variant, signal } = first;
  const { stack, side } = service;
  const where = { pattern, stack, variant, ...(contexts.length === 1 && side && { side }), phase: phase.name };
  const measurements = await watchDeaths(
    {
      watched: [lab, ...contexts.map((context) => context.service)],
      where,
      signal,
      suspicious: (found) => found.some(isSuspicious),
    },
    async () => (contexts.length === 1 ? [await phase.trial(first)] : (phase.inTurns?.(contexts) ?? [])),
  );
  for (const [index, measurement] of measurements.entries()) {
    if (!isSuspicious(measurement)) continue;
    const { service: asked } = contexts[index] as TrialContext<Testbed>;
    const death = await hangs(asked.url, serviceInWords(asked), signal);
    if (death !== undefined) throw new ProcessDied(asked, death, where, undefined);
  }
  // A service may tell in time that it waits for PostgreSQL in vain.
  const silence = measurements.some(isSuspicious) ? await lab.silence?.() : undefined;
  if (silence !== undefined) throw new ProcessDied(lab, silence, where, undefined);
  return measurements;
}

const isSuspicious = ({ failure, invalid = [] }: Measurement): boolean =>
  (failure !== undefined && !isForeseen(failure)) || invalid.some(({ rule }) => rule === 'errors');
