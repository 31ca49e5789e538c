/** What limits the service, from what was measured: only where it is the pool do more connections help. */
import { counted, quantity } from '../../report/format.ts';
import type { Bottleneck, TuneResults, TuneWindow } from '../../results/tune.ts';
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
    evidence: `A request holds its connection for ${quantity(probe.hold_ms, 'ms')}, and for ${percent(share)} of that PostgreSQL waits inside an open transaction until the service goes on.`,
    advice: `Do not wait for anything else inside a transaction: call the other service before BEGIN or after COMMIT, and give the connection back meanwhile. By Little's law and Erlang C, about ${counted(released.connections, 'connection')} would then do what now takes ${connections}.`,
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
  if (blocked === undefined) return undefined;
  const { threads_limit, in_use_max, rate_per_s } = blocked;
  return {
    kind: 'threads',
    evidence: `At ${rate(rate_per_s)} all ${threads_limit} threads for \`def\` routes are taken while only ${in_use_max} of ${connections} connections are in use.`,
    advice:
      'Requests wait for a thread, not for a connection. Raise the thread limiter, or write the route as `async def`.',
  };
}

function fewConnections(
  { budget, target }: TuneResults,
  { ending, connections }: SearchResult,
): Bottleneck | undefined {
  if (ending !== 'ceiling' || budget === null) return undefined;
  return {
    kind: 'max-connections',
    evidence: `All ${connections} connections that PostgreSQL can give to ${target.processes === 1 ? 'the process' : `each of ${target.processes} processes`} are in use, and fewer are worse.`,
    advice:
      'Hold connections for a shorter time, run fewer processes, or raise max_connections. Where many processes are idle most of the time, a PgBouncer in transaction mode shares connections between them.',
  };
}

function busyDatabase(results: TuneResults): Bottleneck | undefined {
  const { environment } = results;
  const [window] = hardestWindows(results);
  // Where duet pins processes, its PostgreSQL shares one core with the driver, which needs a part of it.
  const cores = isPinned(results) && environment.postgres_source === 'embedded' ? 1 : environment.cores;
  if (window?.database_cpu == null || window.database_cpu < FULL_CORE * cores) return undefined;
  return {
    kind: 'database-cpu',
    evidence: `At ${rate(window.rate_per_s)} PostgreSQL keeps ${cores === 1 ? 'its core' : `its ${cores} cores`} ${percent(window.database_cpu / cores)} busy.`,
    advice:
      'More connections only share the same CPU. Make the statements cheaper (indexes, fewer rows, fewer statements), or give PostgreSQL more cores.',
  };
}

const isPinned = ({ environment }: TuneResults): boolean => /service on core/.test(environment.pinning);

/** A service of this repository has one core; a reader's may use all but the driver's, and may be of one thread. */
function busyService(results: TuneResults): Bottleneck | undefined {
  const [window] = hardestWindows(results);
  if (window?.service_cpu == null || window.service_cpu < FULL_CORE) return undefined;
  const cores = results.subject.kind === 'own' ? 1 : results.environment.cores - (isPinned(results) ? 1 : 0);
  if (window.service_cpu > ONE_CORE && window.service_cpu < FULL_CORE * cores) return undefined;
  const stall =
    window.loop_stall_max_ms === null
      ? ''
      : `; its event loop stood still for up to ${quantity(window.loop_stall_max_ms, 'ms')}`;
  return {
    kind: 'service-cpu',
    evidence: `At ${rate(window.rate_per_s)} the service's process keeps ${window.service_cpu.toFixed(2)} cores busy${stall}.`,
    advice:
      window.service_cpu > ONE_CORE
        ? 'These are all that it has. Do less per request, or give it more cores.'
        : 'One event loop, and one interpreter lock, runs on one core. Do less per request, or run more processes: each has a pool of its own.',
  };
}

function pool(results: TuneResults, connections: number): Bottleneck | undefined {
  const window = hardestWindows(results).find((one) => isFull(one, connections));
  if (window === undefined) return undefined;
  const cpu = [
    ...(window.database_cpu === null ? [] : [`PostgreSQL uses ${window.database_cpu.toFixed(2)} cores`]),
    ...(window.service_cpu === null ? [] : [`the service ${window.service_cpu.toFixed(2)}`]),
  ].join(' and ');
  const { knee_per_s: knee, target } = results;
  // Below the target it would contradict the windows at the target, which bear it: a disturbed curve.
  const known = knee !== null && knee >= target.rate_per_s / target.processes;
  const beyond = known ? `beyond the ${rate(knee)} that these bear` : 'beyond it';
  const waiting =
    window.waiting_max === null
      ? `${window.timeouts} of ${window.sent} requests got none of the ${connections} connections in time`
      : `all ${connections} connections are in use and up to ${window.waiting_max} requests wait for one`;
  return {
    kind: 'pool',
    evidence: `At ${rate(window.rate_per_s)} ${waiting}${cpu === '' ? '' : `, while ${cpu}`}.`,
    advice: `At the target rate more connections bring nothing; for rates ${beyond} they would. Tune again with the rate that you expect.`,
  };
}

/** Who waits is told by the pool; of one that tells nothing, by the service that refuses for want of a connection. */
const isFull = ({ in_use_max, waiting_max, timeouts }: TuneWindow, connections: number): boolean =>
  waiting_max === null ? timeouts > 0 : waiting_max > 0 && (in_use_max ?? 0) >= connections;

function nothing(results: TuneResults, connections: number): Bottleneck {
  const [window] = hardestWindows(results);
  const asked = results.target.p99_ms ?? Number.POSITIVE_INFINITY;
  const isMet = (p99At(results, connections) ?? 0) <= asked;
  return {
    kind: 'none',
    evidence:
      window === undefined
        ? 'Nothing was measured beyond the target rate.'
        : `Up to ${rate(window.rate_per_s)} neither the pool nor a core was seen at its limit.`,
    advice: isMet
      ? 'There is nothing to change for this rate.'
      : 'What makes requests slow is not to be seen from outside: look at what they do, and at what else they wait for.',
  };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const rate = (perS: number): string => `${quantity(perS, 'req/s')}`;
