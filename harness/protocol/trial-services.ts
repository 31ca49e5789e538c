/** The services of one process lifetime: started when a trial needs them, with a client for each, warmed up, and ended. */
import type { Where } from '../errors.ts';
import type { StartOptions, TrialLab } from '../lab/lab.ts';
import { pinProcesses, placement } from '../lab/placement.ts';
import { setPolicy } from '../lab/scheduling.ts';
import { processesOf } from '../lab/services.ts';
import type { Source } from '../lab/source.ts';
import { openClient } from '../load/client.ts';
import type { Drivers } from '../load/driver.ts';
import type { Phase, Testbed, TrialContext } from '../patterns/pattern.ts';
import type { SideName, Sizes } from '../results/schema.ts';
import type { SideNames } from '../results/side-names.ts';
import { watchDeaths } from './deaths.ts';
import { answerTimeoutMs } from './hung.ts';
import { type Instance, instanceName, instancesOf } from './instance.ts';
import type { PlannedPhase, PlannedTrial } from './plan.ts';
import { startServices } from './start-services.ts';

export interface TrialServicesOptions {
  lab: TrialLab;
  sizes: Sizes;
  signal: AbortSignal;
  /** What drives the loads of the trials. Default: duet's own drivers. */
  drivers?: Drivers;
  /** Called with the time (ms) that a variant took alone: the start of its own service, its warm-up, its trial. */
  onSpent?(variant: string, ms: number): void;
  /** In a diff: what the logs call its sides. Default: base and head. */
  sideNames?: SideNames;
  /** In a diff: the code of a side, asked for at the start of each service of it. */
  sourceOf?: (side: SideName) => Source;
}

/** One of the phases that the services of a lifetime serve. */
export interface ServedPhase {
  planned: PlannedPhase;
  phase: Phase<Testbed>;
}

export interface TrialServices extends AsyncDisposable {
  /**
   * What a trial needs, its service up and, where it serves more than one trial, warm for this phase.
   * @throws DuetError when a service does not come up, or dies before it is warm.
   */
  contextOf(served: ServedPhase, trial: PlannedTrial): Promise<TrialContext<Testbed>>;
  /** Ends the services: the next trial finds fresh ones. */
  clear(): Promise<void>;
}

/** No single answer of any profile takes longer than this. */
export const ANSWER_TIMEOUT_MS = 180_000;
/** More than any closed loop has clients; an open loop that meets a stall queues behind these, and its latency counts. */
export const CONNECTIONS = 128;

/** @param servedPhases all that the services go through, in their order. */
export function openTrialServices(servedPhases: readonly ServedPhase[], options: TrialServicesOptions): TrialServices {
  let running: RunningContexts | undefined;
  const warmFor = new Set<ServedPhase>();
  const clear = async () => {
    const ending = running;
    running = undefined;
    warmFor.clear();
    await ending?.[Symbol.asyncDispose]();
  };
  return {
    async contextOf(served, trial) {
      const perTrial = served.phase.fresh === 'per-trial';
      const needed = perTrial ? [trial] : servedPhases.flatMap(({ planned }) => planned.trials);
      const startedMs = performance.now();
      running ??= await startContexts(servedPhases, instancesOf(needed), options);
      if (perTrial) options.onSpent?.(trial.variant, performance.now() - startedMs);
      if (!perTrial && !warmFor.has(served)) {
        await warmUp(served, running, options);
        placeFor(served.phase, running);
      }
      warmFor.add(served);
      return running.contextOf(trial);
    },
    clear,
    [Symbol.asyncDispose]: clear,
  };
}

interface RunningContexts extends AsyncDisposable {
  /** The contexts of all services. */
  contexts: Omit<TrialContext<Testbed>, 'variant'>[];
  contextOf(trial: Omit<PlannedTrial, 'trial'>): TrialContext<Testbed>;
}

/** Starts services side by side. They end at once: nobody waits for them. */
async function startContexts(
  servedPhases: readonly ServedPhase[],
  instances: Instance[],
  { lab, sizes, signal, drivers, sideNames, sourceOf }: TrialServicesOptions,
): Promise<RunningContexts> {
  const names = [...new Set(servedPhases.map(({ planned, phase }) => `${planned.pattern}-${phase.name}`))].join('+');
  const [{ planned, phase }] = servedPhases as [ServedPhase];
  const start = (instance: Instance): StartOptions => ({
    ...phase.start,
    ...(instance.side === undefined ? {} : { side: instance.side }),
    ...(instance.side === undefined || sourceOf === undefined ? {} : { source: sourceOf(instance.side) }),
    logName: `block-${planned.block + 1}-${names}-${instanceName(instance, sideNames)}`,
  });
  // Services have the policy of what starts them.
  if (phase.start.place === 'by-phase') setPolicy(process.pid, 'SCHED_BATCH');
  const running = await startServices(lab, instances, start, (service) => service.kill());
  const contexts = new Map(
    running.services.map((service, index) => {
      const timeoutMs = answerTimeoutMs(sizes);
      const client = openClient(service.url, { connections: CONNECTIONS, timeoutMs, signal });
      const driven = drivers === undefined ? {} : { drivers };
      return [instanceName(instances[index] as Instance), { lab, sizes, signal, service, client, ...driven }];
    }),
  );
  return {
    contexts: [...contexts.values()],
    contextOf(trial) {
      const context = contexts.get(instanceName(trial));
      if (context === undefined) throw new Error(`the service ${instanceName(trial)} was not started for this phase`);
      return { ...context, variant: trial.variant };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...contexts.values()].map(({ client }) => client[Symbol.asyncDispose]()));
      await running[Symbol.asyncDispose]();
      if (phase.start.place === 'by-phase') setPolicy(process.pid, 'SCHED_OTHER');
    },
  };
}

/** Where the phase wants its services, and whether this process interrupts them when it wakes up. */
function placeFor({ start, core }: Phase<Testbed>, { contexts }: RunningContexts): void {
  if (start.place !== 'by-phase' || core === undefined) return;
  const cores = core === 'shared' ? placement.rest : placement.service;
  if (cores !== undefined) for (const { service } of contexts) pinProcesses(processesOf(service), cores);
  setPolicy(process.pid, core === 'shared' ? 'SCHED_BATCH' : 'SCHED_OTHER');
}

/** Every cell of the phase once in each process that measures it. */
async function warmUp(
  { planned: { pattern, trials }, phase }: ServedPhase,
  running: RunningContexts,
  { lab, signal, onSpent }: TrialServicesOptions,
): Promise<void> {
  const cells = new Map(trials.map((trial) => [`${instanceName(trial)}/${trial.variant}`, trial]));
  const warm = async (trial: PlannedTrial) => {
    signal.throwIfAborted();
    const context = running.contextOf(trial);
    const where = { pattern, ...cellOf(trial), phase: `${phase.name}, warm-up` };
    const startedMs = performance.now();
    await watchDeaths({ watched: [lab, context.service], where, signal }, async () => phase.warmUp?.(context));
    onSpent?.(trial.variant, performance.now() - startedMs);
  };
  if (phase.start.place === 'by-phase') await allEnded([...cells.values()].map(warm));
  else for (const trial of cells.values()) await warm(trial);
}

/** @throws the first that failed, once all have ended. */
async function allEnded(steps: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(steps)).find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const cellOf = ({ stack, variant, side }: PlannedTrial): Where => ({ stack, variant, ...(side && { side }) });
