/** Carries out the plan of the curves, after the blocks. Every sample is handed on at once. */
import type { Lab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import { openClient } from '../load/client.ts';
import type { TrialContext } from '../patterns/pattern.ts';
import type { CurveSample, Sizes, StackName } from '../results/schema.ts';
import { watchDeaths } from './deaths.ts';
import { type PlannedCurveTrial, type PlannedSweep, STARTED_TOGETHER } from './plan-curves.ts';
import { startServices } from './start-services.ts';
import { ANSWER_TIMEOUT_MS, CONNECTIONS } from './trial-services.ts';

export interface CurveOptions {
  lab: Lab;
  sizes: Sizes;
  signal: AbortSignal;
  /** Called before each trial. */
  onTrial(sweep: PlannedSweep, trial: PlannedCurveTrial): void;
  /** Called after each trial, before the next one starts. */
  onSample(sample: CurveSample): void;
}

/** What one service process goes through. */
interface ProcessLifetime {
  stack: StackName;
  trials: PlannedCurveTrial[];
}

/**
 * @throws DuetError (exit 4) when a process of the lab or a service dies; the signal's reason when it is aborted. An
 * answer other than 200 is the failure of its trial.
 */
export async function measureCurves(plan: PlannedSweep[], options: CurveOptions): Promise<void> {
  for (const planned of plan) {
    options.signal.throwIfAborted();
    await planned.sweep.prepare?.(options.lab, options.sizes, options.signal);
    for (const lifetimes of lifetimesOf(planned)) await measureTogether(planned, lifetimes, options);
  }
}

/** Services that are up at the same time: one per stack for the whole sweep, or a few that each serve one trial. */
function lifetimesOf({ sweep, trials }: PlannedSweep): ProcessLifetime[][] {
  if (sweep.fresh === 'per-sweep') {
    const byStack = Map.groupBy(trials, ({ stack }) => stack);
    return [[...byStack].map(([stack, ofStack]) => ({ stack, trials: ofStack }))];
  }
  const lifetimes = trials.map((trial) => ({ stack: trial.stack, trials: [trial] }));
  return Array.from({ length: Math.ceil(lifetimes.length / STARTED_TOGETHER) }, (_, group) =>
    lifetimes.slice(group * STARTED_TOGETHER, (group + 1) * STARTED_TOGETHER),
  );
}

async function measureTogether(
  planned: PlannedSweep,
  lifetimes: ProcessLifetime[],
  options: CurveOptions,
): Promise<void> {
  const { lab, sizes, signal } = options;
  const { sweep } = planned;
  const start = ({ stack }: ProcessLifetime) => ({ ...sweep.start, logName: `curve-${sweep.id}-${stack}` });
  await using running = await startServices(lab, lifetimes, start, (service) => service.kill());
  await using clients = new AsyncDisposableStack();
  const contexts = new Map<PlannedCurveTrial, TrialContext>();
  for (const [index, { trials }] of lifetimes.entries()) {
    const service = running.services[index] as Service;
    const client = openClient(service.url, { connections: CONNECTIONS, timeoutMs: ANSWER_TIMEOUT_MS, signal });
    clients.use(client);
    for (const trial of trials) {
      contexts.set(trial, { lab, sizes, signal, service, client, variant: trial.variant });
    }
    for (const [variant, [first]] of Map.groupBy(trials, (trial) => trial.variant)) {
      const where = { pattern: sweep.pattern, stack: service.stack, variant, phase: `curve ${sweep.id}, warm-up` };
      const context = contexts.get(first as PlannedCurveTrial) as TrialContext;
      await watchDeaths({ watched: [lab, service], where, signal }, async () => sweep.warmUp?.(context));
    }
  }
  // Of one lifetime they are in order already; of several, this is the order of the plan.
  for (const [trial, context] of [...contexts].sort(([one], [other]) => one.trial - other.trial)) {
    await measureTrial(planned, trial, context, options);
  }
}

async function measureTrial(
  planned: PlannedSweep,
  trial: PlannedCurveTrial,
  context: TrialContext,
  { lab, signal, onTrial, onSample }: CurveOptions,
): Promise<void> {
  signal.throwIfAborted();
  onTrial(planned, trial);
  const { sweep } = planned;
  const { stack, variant, x } = trial;
  const at = new Date().toISOString();
  const { metrics, failure } = await watchDeaths(
    {
      watched: [lab, context.service],
      where: { pattern: sweep.pattern, stack, variant, phase: `curve ${sweep.id} at ${x}` },
      signal,
      suspicious: (measurement) => measurement.failure !== undefined,
    },
    () => sweep.trial(context, x),
  );
  onSample({ ...trial, sweep: sweep.id, pattern: sweep.pattern, at, metrics, ...(failure ? { failure } : {}) });
}
