/**
 * What a diff of a reader's service times, request by request: a closed loop in turns and an open loop at a low rate, as for
 * the patterns of duet's own services, in processes that serve all requests one after the other.
 */
import { sumOfMemory } from '../lab/process-table.ts';
import { processesOf } from '../lab/services.ts';
import { closedLoop } from '../load/closed-loop.ts';
import { LATENCY_TRIALS, measureLatency } from '../patterns/diff/latency-phase.ts';
import { WINDOWS } from '../patterns/diff/load-phase.ts';
import { measureInTurns } from '../patterns/diff/load-window.ts';
import { READING } from '../patterns/diff/metrics.ts';
import type { Phase, Testbed, TrialContext } from '../patterns/pattern.ts';
import type { DiffService, RequestLoad } from '../results/schema.ts';
import type { Asking, ProcessRequests } from './asking.ts';

type Context = TrialContext<Testbed>;

/** Every other block, base is also compared with itself. */
const EVERY_BLOCKS = 2;

/**
 * Two phases for each request that has a load, in the order of the requests.
 * @param asking absent where phases are only planned.
 */
export function requestPhases({ requests, start_ms = 0 }: DiffService, asking?: Asking): Phase<Testbed>[] {
  return requests.flatMap(({ name, load }) =>
    load === undefined ? [] : [loadOf(name, load, start_ms, asking), latencyOf(name, load, start_ms, asking)],
  );
}

/** What both phases of a request have in common. */
const common = (name: string, startMs: number) => ({
  only: name,
  start: { place: 'by-phase' as const },
  fresh: 'per-block' as const,
  expectedStartMs: () => startMs,
  control: { variant: name, ifAlone: true as const, everyBlocks: EVERY_BLOCKS },
});

function loadOf(name: string, load: RequestLoad, startMs: number, asking: Asking | undefined): Phase<Testbed> {
  const readingOf = watchMemory();
  return {
    ...common(name, startMs),
    name: 'load',
    core: 'shared',
    trialsPerBlock: () => WINDOWS,
    async warmUp(context) {
      const { requestOf, check } = await requestsOf(asking, name, context);
      const clients = context.sizes.capacity_clients;
      await closedLoop(context.client, requestOf, { clients, requests: load.warm_up, check });
    },
    expectedWarmUpMs: () => load.warm_up_ms,
    async trial(context) {
      const [measurement] = await measure([context]);
      if (measurement === undefined) throw new Error('one party has one measurement');
      return measurement;
    },
    inTurns: measure,
    expectedMs: () => load.window_ms,
  };

  async function measure(contexts: readonly Context[]) {
    const asked = await Promise.all(contexts.map((context) => requestsOf(asking, name, context)));
    const [first] = asked as [ProcessRequests];
    const parties = contexts.map(({ client, service }, at) => ({
      ...{ client, service },
      requestOf: (n: number) => (asked[at] as ProcessRequests).requestOf(n),
    }));
    const clients = contexts[0]?.sizes.capacity_clients ?? 1;
    const databases = contexts.map(({ service }) => asking?.databaseCpu?.(() => processesOf(service)));
    const window = { clients, turns: load.turns, turn: load.turn, check: first.check };
    const measurements = await measureInTurns(parties, window);
    const requests = load.turns * load.turn;
    return measurements.map((one, at) => {
      const cpuMs = databases[at]?.();
      const ofDatabase = cpuMs === undefined ? {} : { database_cpu: cpuMs / requests };
      const reading = readingOf((contexts[at] as Context).service, requests);
      return { ...one, metrics: { ...one.metrics, ...ofDatabase, ...reading } };
    });
  }
}

function latencyOf(name: string, load: RequestLoad, startMs: number, asking: Asking | undefined): Phase<Testbed> {
  const { gap_ms: gapMs, single: requests } = load;
  return {
    ...common(name, startMs),
    name: 'latency',
    core: 'own',
    trialsPerBlock: () => LATENCY_TRIALS,
    expectedWarmUpMs: () => 0,
    async trial(context) {
      const { requestOf, check } = await requestsOf(asking, name, context);
      return measureLatency(context.client, requestOf, { gapMs, requests, check });
    },
    expectedMs: () => requests * gapMs,
  };
}

function requestsOf(asking: Asking | undefined, name: string, { service, signal }: Context) {
  if (asking === undefined) throw new Error('these phases are only planned');
  return asking.of(service, name, signal);
}

type Process = Context['service'];

/**
 * The memory of all processes of a service after a window, and how many requests of the phase it has served by then. One
 * reading alone says nothing, for garbage is collected when it is due.
 */
function watchMemory(): (service: Process, requests: number) => Record<string, number> {
  const servedBy = new WeakMap<Process, number>();
  return (service, requests) => {
    const served = (servedBy.get(service) ?? 0) + requests;
    servedBy.set(service, served);
    const rssBytes = sumOfMemory(processesOf(service))?.rssBytes;
    return rssBytes === undefined ? {} : { [READING.rssBytes]: rssBytes, [READING.served]: served };
  };
}
