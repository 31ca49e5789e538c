/** Carries out a plan: fresh services, warm-up, trials in their order. Every sample is handed on at once. */
import type { Lab } from '../lab/lab.ts';
import { openClient } from '../load/client.ts';
import { patterns } from '../patterns/index.ts';
import type { Phase, TrialContext } from '../patterns/pattern.ts';
import type { Sizes } from '../patterns/profiles.ts';
import type { Sample, StackName } from '../results/schema.ts';
import { watchDeaths } from './deaths.ts';
import type { PlannedPhase, PlannedTrial } from './plan.ts';
import { startServices } from './start-services.ts';

export interface RunOptions {
  lab: Lab;
  sizes: Sizes;
  signal: AbortSignal;
  /** Called before each trial. */
  onTrial(planned: PlannedPhase, trial: PlannedTrial): void;
  /** Called after each trial, before the next one starts. */
  onSample(sample: Sample): void;
  onPhaseDone(planned: PlannedPhase): void;
}

/** No single answer of any profile takes longer than this. */
const ANSWER_TIMEOUT_MS = 180_000;
/** More than capacity needs; an open loop that meets a stall queues behind these, and its latency counts. */
const CONNECTIONS = 128;

export async function runPlan(plan: PlannedPhase[], options: RunOptions): Promise<void> {
  for (const planned of plan) {
    options.signal.throwIfAborted();
    const phase = patterns[planned.pattern].phases[planned.phase] as Phase;
    const where = { pattern: planned.pattern, phase: phase.name };
    await watchDeaths({ watched: [options.lab], where, signal: options.signal }, () =>
      runPhase(planned, phase, options),
    );
    options.onPhaseDone(planned);
  }
}

async function runPhase(planned: PlannedPhase, phase: Phase, options: RunOptions): Promise<void> {
  const { lab, sizes, signal } = options;
  await phase.prepare?.(lab, sizes);
  if (phase.fresh === 'per-trial') {
    for (const trial of planned.trials) {
      await using services = await openContexts(planned, phase, [trial.stack], options);
      await runTrial(planned, phase, trial, services.contextOf(trial), options);
    }
    return;
  }
  const stacks = [...new Set(planned.trials.map(({ stack }) => stack))];
  await using services = await openContexts(planned, phase, stacks, options);
  for (const stack of stacks) {
    for (const variant of new Set(planned.trials.map((trial) => trial.variant))) {
      signal.throwIfAborted();
      const context = services.contextOf({ stack, variant });
      const where = { pattern: planned.pattern, stack, variant, phase: `${phase.name}, warm-up` };
      await watchDeaths({ watched: [lab, context.service], where, signal }, async () => phase.warmUp?.(context));
    }
  }
  for (const trial of planned.trials) await runTrial(planned, phase, trial, services.contextOf(trial), options);
}

async function runTrial(
  { block, pattern, ...planned }: PlannedPhase,
  phase: Phase,
  trial: PlannedTrial,
  context: TrialContext,
  { lab, signal, onTrial, onSample }: RunOptions,
): Promise<void> {
  signal.throwIfAborted();
  onTrial({ block, pattern, ...planned }, trial);
  const at = new Date().toISOString();
  const { stack, variant, arm } = trial;
  const measurement = await watchDeaths(
    {
      watched: [lab, context.service],
      where: { pattern, stack, variant, phase: phase.name },
      signal,
      suspicious: ({ failure }) => failure !== undefined,
    },
    () => phase.trial(context),
  );
  const cell = { pattern, stack, variant, ...(arm === undefined ? {} : { arm }) };
  onSample({ block, trial: trial.trial, ...cell, at, limits: {}, ...measurement });
}

/** Starts the services of a phase, each with a client of its own. They end at once: nobody waits for them. */
async function openContexts(planned: PlannedPhase, phase: Phase, stacks: StackName[], options: RunOptions) {
  const { lab, sizes, signal } = options;
  const logName = (stack: StackName) => `block-${planned.block + 1}-${planned.pattern}-${phase.name}-${stack}`;
  const start = (stack: StackName) => ({ ...phase.start, logName: logName(stack) });
  const running = await startServices(lab, stacks, start, (service) => service.kill());
  const contexts = new Map(
    running.services.map((service) => {
      const client = openClient(service.url, { connections: CONNECTIONS, timeoutMs: ANSWER_TIMEOUT_MS, signal });
      return [service.stack, { lab, sizes, signal, service, client }];
    }),
  );
  return {
    contextOf({ stack, variant }: Pick<PlannedTrial, 'stack' | 'variant'>): TrialContext {
      const context = contexts.get(stack);
      if (context === undefined) throw new Error(`the ${stack} service was not started for this phase`);
      return { ...context, variant };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...contexts.values()].map(({ client }) => client[Symbol.asyncDispose]()));
      await running[Symbol.asyncDispose]();
    },
  };
}
