/** A window of one operation on a process that has been warmed up for it, and what it cost. */
import { startGroupCpu } from '../../lab/cpu-time.ts';
import type { Ownership } from '../../lab/foreign-cpu.ts';
import { readProcesses, treeCpuMs } from '../../lab/process-accounts.ts';
import { watchTreeMemory } from '../../lab/tree-memory.ts';
import type { Client, HttpRequest } from '../../load/client.ts';
import { type ClosedLoopResult, closedLoop } from '../../load/closed-loop.ts';
import type { Check } from '../../load/outcome.ts';
import { driverReport } from '../../load/saturation.ts';
import { judgeTrial, watchCircumstances } from '../../protocol/trial-validity.ts';
import type { CostSample } from '../../results/library-samples.ts';
import { errorIn } from '../ask.ts';
import type { LibraryProcess } from '../library-process.ts';
import type { Operation } from '../operations.ts';
import type { Load } from './loads.ts';

export type Window = Pick<CostSample, 'metrics' | 'failed' | 'invalid'>;

export interface WindowOptions {
  library: LibraryProcess;
  client: Client;
  load: Load;
  windowMs: number;
  ownership: Ownership;
}

/** Processes that a library starts stay while it is asked, and every look at them takes from the driver. */
const MEMORY_SAMPLE_MS = 250;
/** With fewer requests the 99th percentile is nothing but the slowest one. */
const FEWEST_FOR_P99 = 100;

export async function measureWindow(operation: Operation, options: WindowOptions): Promise<Window> {
  const { library, client, load, windowMs, ownership } = options;
  const { clients, warmUp } = load;
  const { request, check, failure } = askInOrder(operation);
  const memorySince = watchTreeMemory(library.pid, MEMORY_SAMPLE_MS);
  let memory: ReturnType<typeof memorySince>;
  try {
    const warm = await closedLoop(client, request, { clients, ...warmUp, check });
    if (warm.failed > 0) return { metrics: {}, failed: failure(warm) };
    const circumstances = watchCircumstances(ownership);
    const cpuSince = startCpu(library);
    const result = await closedLoop(client, request, { clients, ...extentOf(load, windowMs, warm), check });
    const cpuMs = cpuSince();
    if (result.failed > 0) return { metrics: {}, failed: failure(result) };
    const invalid = judgeTrial(driverReport(result), circumstances());
    memory = memorySince();
    const metrics = {
      ...(cpuMs === undefined ? {} : { cpu: cpuMs / result.sent }),
      ...timesOf(result),
      ...(memory === undefined ? {} : { peak_rss: memory.peakBytes }),
    };
    return { metrics, ...(invalid.length > 0 ? { invalid } : {}) };
  } finally {
    if (memory === undefined) memorySince();
  }
}

/** Each request of an operation is about something else than those before it, those of the warm-up included. */
function askInOrder({ request, status }: Operation) {
  let next = 0;
  let said: string | undefined;
  const check: Check = (answer) => {
    if (answer.status === status) return undefined;
    said ??= errorIn(answer);
    return 'wrong-status';
  };
  return {
    request: (): HttpRequest => request(next++),
    check,
    /** The first wrong answer, or what became of requests without any. */
    failure: ({ problems }: ClosedLoopResult): string => said ?? Object.keys(problems).join(', '),
  };
}

function extentOf({ leastRequests }: Load, windowMs: number, { serviceTime }: ClosedLoopResult) {
  if (leastRequests === undefined) return { durationMs: windowMs };
  return { requests: Math.max(leastRequests, Math.ceil(windowMs / serviceTime.quantileMs(0.5))) };
}

/**
 * CPU time of all processes of a library, in ms. A worker thread that ends takes its account in nanoseconds with it, so
 * workers are read from those that go in steps of 10 ms and lose nothing.
 */
function startCpu({ entry, pid }: LibraryProcess): () => number | undefined {
  if (entry.field !== 'workers') return startGroupCpu(pid);
  const before = treeCpuMs(readProcesses(), [pid]);
  return () => {
    const used = treeCpuMs(readProcesses(), [pid]) - before;
    return used > 0 ? used : undefined;
  };
}

function timesOf({ completed, perSecond, serviceTime }: ClosedLoopResult): CostSample['metrics'] {
  return {
    throughput: perSecond,
    ...(completed > 0 ? { p50: serviceTime.quantileMs(0.5) } : {}),
    ...(completed >= FEWEST_FOR_P99 ? { p99: serviceTime.quantileMs(0.99) } : {}),
  };
}
