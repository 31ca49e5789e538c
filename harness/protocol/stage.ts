/** The services of a phase: started when a trial needs them, each with a client of its own, warmed up, and ended. */
import type { Lab } from '../lab/lab.ts';
import { openClient } from '../load/client.ts';
import type { Phase, TrialContext } from '../patterns/pattern.ts';
import type { Sizes } from '../patterns/profiles.ts';
import type { StackName } from '../results/schema.ts';
import { watchDeaths } from './deaths.ts';
import type { PlannedPhase, PlannedTrial } from './plan.ts';
import { startServices } from './start-services.ts';

export interface StageOptions {
  lab: Lab;
  sizes: Sizes;
  signal: AbortSignal;
}

export interface Stage extends AsyncDisposable {
  /**
   * What a trial needs, its service up and, where it lives for a whole block, warm.
   * @throws DuetError when a service does not come up, or dies before it is warm.
   */
  contextOf(trial: PlannedTrial): Promise<TrialContext>;
  /** Ends the services: the next trial finds fresh ones. */
  clear(): Promise<void>;
}

/** No single answer of any profile takes longer than this. */
export const ANSWER_TIMEOUT_MS = 180_000;
/** More than any closed loop has clients; an open loop that meets a stall queues behind these, and its latency counts. */
export const CONNECTIONS = 128;

export function openStage(planned: PlannedPhase, phase: Phase, options: StageOptions): Stage {
  let running: RunningContexts | undefined;
  const start = async (trial: PlannedTrial) => {
    if (phase.fresh === 'per-trial') return startContexts(planned, phase, [trial.stack], options);
    const stacks = [...new Set(planned.trials.map(({ stack }) => stack))];
    const contexts = await startContexts(planned, phase, stacks, options);
    await warmUp(planned, phase, contexts, options);
    return contexts;
  };
  const clear = async () => {
    const ending = running;
    running = undefined;
    await ending?.[Symbol.asyncDispose]();
  };
  return {
    async contextOf(trial) {
      running ??= await start(trial);
      return running.contextOf(trial);
    },
    clear,
    [Symbol.asyncDispose]: clear,
  };
}

interface RunningContexts extends AsyncDisposable {
  contextOf(trial: Pick<PlannedTrial, 'stack' | 'variant'>): TrialContext;
}

/** Starts services side by side. They end at once: nobody waits for them. */
async function startContexts(
  planned: PlannedPhase,
  phase: Phase,
  stacks: StackName[],
  { lab, sizes, signal }: StageOptions,
): Promise<RunningContexts> {
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
    contextOf({ stack, variant }) {
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

/** Every cell of the phase once; services that do not get warm are ended. */
async function warmUp(
  { pattern, trials }: PlannedPhase,
  phase: Phase,
  running: RunningContexts,
  { lab, signal }: StageOptions,
): Promise<void> {
  const cells = new Map(trials.map(({ stack, variant }) => [`${stack}/${variant}`, { stack, variant }]));
  try {
    for (const { stack, variant } of cells.values()) {
      signal.throwIfAborted();
      const context = running.contextOf({ stack, variant });
      const where = { pattern, stack, variant, phase: `${phase.name}, warm-up` };
      await watchDeaths({ watched: [lab, context.service], where, signal }, async () => phase.warmUp?.(context));
    }
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}
