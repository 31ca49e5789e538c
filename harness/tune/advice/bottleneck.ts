/** What limits the service, from what was measured: only where it is the pool do more connections help. */
import {
  type Bottleneck,
  measuredRate,
  type TuneResults,
  type TuneWindow,
  type UnexpectedAnswers,
} from '../../results/tune.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { predict } from '../search/prediction.ts';
import { hardestWindows, meanOf, p99At, windowsAtTarget } from './evidence.ts';

/** A core this busy has nothing left to give: scheduling and the edges of a window take the rest. */
const FULL_CORE = 0.85;
/** What is charged to a process beside its one thread: collectors, the compiler. More than this are several threads. */
const ONE_CORE = 1.15;
/** A transaction that waits for the service most of its time … */
const MOSTLY_WAITING = 0.5;
/** … and for so long that it is not the driver or the network, but something else that is awaited. */
const LONG_WAIT_MS = 20;
/** Samples cannot tell 95 % from 100 %: so much of the hold time, at least, is the transaction's own. */
const LEAST_OWN = 0.05;
/** BEGIN, SELECT, COMMIT and one more: a transaction waits for its client that often just because the client is far. */
const ROUND_TRIPS = 4;

/** The first that shows, in the order of what is cheapest to change. */
export function bottleneckOf(found: SearchResult, results: TuneResults): Bottleneck {
  return (
    heldTransaction(results, found.connections) ??
    fewThreads(results, found.connections) ??
    fewConnections(results, found) ??
    busyDatabase(results) ??
    busyService(results) ??
    pool(results, found.connections) ??
    nothing(results, found.connections)
  );
}

function heldTransaction(results: TuneResults, connections: number): Bottleneck | undefined {
  const { probe, target, prediction } = results;
  const share =
    probe?.idle_in_transaction ?? meanOf(windowsAtTarget(results, connections), (w) => w.idle_in_transaction);
  if (probe === null || prediction === null || share === null || share < MOSTLY_WAITING) return undefined;
  const waitMs = share * probe.hold_ms;
  if (waitMs < LONG_WAIT_MS + ROUND_TRIPS * target.rtt_ms) return undefined;
  const released = predict({
    ratePerS: target.rate_per_s / target.processes,
    holdMs: Math.max(1 - share, LEAST_OWN) * probe.hold_ms,
    serviceMs: probe.service_ms,
    checkoutsPerRequest: probe.checkouts_per_request,
    arrivals: target.arrivals,
  });
  return {
    kind: 'held-transaction',
    hold_ms: probe.hold_ms,
    idle_share: share,
    connections,
    connections_released: released.connections,
  };
}

function fewThreads(results: TuneResults, connections: number): Bottleneck | undefined {
  const windows = [...windowsAtTarget(results, connections), ...hardestWindows(results)];
  const blocked = windows.find(
    (window) =>
      (window.threads_in_use_max ?? 0) >= (window.threads_limit ?? Number.POSITIVE_INFINITY) &&
      window.in_use_max !== null &&
      window.in_use_max < connections,
  );
  if (blocked?.threads_limit == null || blocked.in_use_max === null) return undefined;
  const { threads_limit: threads, in_use_max, rate_per_s } = blocked;
  return { kind: 'threads', rate_per_s, threads, in_use_max, connections };
}

function fewConnections(
  { budget, target }: TuneResults,
  { ending, connections }: SearchResult,
): Bottleneck | undefined {
  if (ending !== 'ceiling' || budget === null) return undefined;
  const { limit } = budget;
  return {
    ...{ kind: 'max-connections', connections, processes: target.processes },
    ...(limit === undefined ? {} : { limit }),
  };
}

function busyDatabase(results: TuneResults): Bottleneck | undefined {
  const { environment } = results;
  const [window] = hardestWindows(results);
  // Where duet pins processes, its PostgreSQL shares one core with the driver, which needs a part of it.
  const cores = isPinned(results) && environment.postgres_source === 'embedded' ? 1 : environment.cores;
  if (window?.database_cpu == null || window.database_cpu < FULL_CORE * cores) return undefined;
  return { kind: 'database-cpu', rate_per_s: window.rate_per_s, cores, busy_cores: window.database_cpu };
}

const isPinned = ({ environment }: TuneResults): boolean => /service on core/.test(environment.pinning);

/** A service of this repository has one core; a reader's may use all but the driver's, and each process may be of one thread. */
function busyService(results: TuneResults): Bottleneck | undefined {
  const [window] = hardestWindows(results);
  if (window?.service_cpu == null) return undefined;
  const cores = results.subject.kind === 'own' ? 1 : results.environment.cores - (isPinned(results) ? 1 : 0);
  const processes = results.measured?.processes ?? 1;
  const ofEach = window.service_cpu / processes;
  const takesAll = window.service_cpu >= FULL_CORE * cores;
  if (!takesAll && (ofEach < FULL_CORE || ofEach > ONE_CORE)) return undefined;
  const isOne = cores === 1 && processes === 1 ? ofEach <= ONE_CORE : !takesAll;
  return {
    kind: 'service-cpu',
    rate_per_s: window.rate_per_s,
    busy_cores: window.service_cpu,
    loop_stall_max_ms: window.loop_stall_max_ms,
    runs_on: isOne ? 'one-core' : 'all-cores',
  };
}

function pool(results: TuneResults, connections: number): Bottleneck | undefined {
  const window = hardestWindows(results).find((one) => isFull(one, connections));
  if (window === undefined) return undefined;
  const { rate_per_s, waiting_max, timeouts, sent, database_cpu, service_cpu, unexpected = [] } = window;
  const refused_with = unexpected.filter(({ pool_timeouts }) => pool_timeouts > 0).map(kindOf);
  const { knee_per_s: knee } = results;
  // Below the target it would contradict the windows at the target, which bear it: a disturbed curve.
  const isKnown = knee !== null && knee >= measuredRate(results);
  return {
    ...{ kind: 'pool', rate_per_s, connections, waiting_max, timeouts, sent, database_cpu, service_cpu },
    borne_per_s: isKnown ? knee : null,
    ...(refused_with.length === 0 ? {} : { refused_with }),
  };
}

const kindOf = ({ problem, status }: UnexpectedAnswers) => (status === undefined ? { problem } : { problem, status });

/** Who waits is told by the pool; of one that tells nothing, by the service that refuses for lack of a connection. */
const isFull = ({ in_use_max, waiting_max, timeouts }: TuneWindow, connections: number): boolean =>
  waiting_max === null ? timeouts > 0 : waiting_max > 0 && (in_use_max ?? 0) >= connections;

function nothing(results: TuneResults, connections: number): Bottleneck {
  const asked = results.target.p99_ms ?? Number.POSITIVE_INFINITY;
  const [window] = hardestWindows(results).toSorted((one, other) => other.failures - one.failures);
  const slow_by_itself = (p99At(results, connections) ?? 0) > asked;
  const failed = window === undefined || window.failures === 0 ? {} : { failed: window.failures, sent: window.sent };
  const odd = hardestWindows(results).find(({ strange }) => strange !== undefined)?.strange;
  const strange = odd === undefined ? {} : { strange: odd.strange, looked_at: odd.looked_at };
  return { kind: 'none', rate_per_s: window?.rate_per_s ?? null, slow_by_itself, ...failed, ...strange };
}
