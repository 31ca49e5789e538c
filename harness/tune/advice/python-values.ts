/** The values of SQLAlchemy's QueuePool (and of AsyncAdaptedQueuePool, which takes the same), each with its reason. */
import { counted, quantity } from '../../report/format.ts';
import type { AdvisedValue, PoolSetting, TuneResults } from '../../results/tune.ts';
import { predict } from '../search/prediction.ts';
import { meanOf, windowsAtTarget } from './evidence.ts';

/** Why so many connections, why none beyond them, and why so long a wait: said once for both libraries. */
export interface Reasons {
  size: string;
  overflow: string;
  timeout: string;
}

/** Below the half hour to an hour after which firewalls and load balancers forget a quiet connection. */
export const RECYCLE_S = 1_800;
/** What a liveness check before each use may add to a request. */
const CHEAP = 0.05;
/** anyio's default: so many `def` routes run at once in a FastAPI process. */
const USUAL_THREADS = 40;

export function pythonValues(setting: PoolSetting, reasons: Reasons, results: TuneResults): AdvisedValue[] {
  const ping = prePing(results);
  return [
    { name: 'pool_size', value: setting.size, reason: reasons.size },
    { name: 'max_overflow', value: setting.overflow, reason: reasons.overflow },
    {
      name: 'pool_timeout',
      value: setting.timeout_ms / 1_000,
      reason: `Seconds. ${reasons.timeout} The default is 30 s.`,
    },
    {
      name: 'pool_recycle',
      value: RECYCLE_S,
      reason: `Seconds; not measured. ${recycleReason(setting)} The default is never.`,
    },
    ping,
    lifo(setting, ping.value === true, results),
    ...threads(setting, results),
  ];
}

export const recycleReason = ({ size }: PoolSetting): string =>
  `Connections are renewed before a firewall drops a quiet one unseen; that is ${counted(size, 'reconnect')} in half an hour.`;

function prePing({ probe, target, subject, budget }: TuneResults): AdvisedValue & { value: boolean } {
  const costMs = target.rtt_ms * (probe?.checkouts_per_request ?? 1);
  const cheap = costMs <= CHEAP * (probe?.service_ms ?? 0);
  const name = 'pool_pre_ping';
  if (target.rtt_ms === 0) {
    const unseen = subject.kind !== 'own' && budget === null;
    const cost = unseen ? 'and how long one takes was not to be seen' : 'which nobody notices this close to PostgreSQL';
    return {
      name,
      value: true,
      reason: `Not measured. One round trip per checkout, ${cost}; for that no request meets a connection that a restart of PostgreSQL has cut.`,
    };
  }
  const share = `Not measured. A round trip per checkout: ${quantity(costMs, 'ms')} of the ${quantity(probe?.service_ms ?? 0, 'ms')} of a request`;
  return cheap
    ? {
        name,
        value: true,
        reason: `${share}; for that no request meets a connection that a restart of PostgreSQL has cut.`,
      }
    : {
        name,
        value: false,
        reason: `${share}, too much to pay each time; pool_recycle and a retry of the rare failure cost less.`,
      };
}

function lifo({ size }: PoolSetting, pings: boolean, results: TuneResults): AdvisedValue {
  const inUse = meanOf(windowsAtTarget(results, size), ({ in_use_mean }) => in_use_mean);
  const busy = inUse === null ? '' : ` (${inUse.toFixed(1)} of ${size} are in use on average)`;
  if (results.target.arrivals === 'bursty' && pings) {
    return {
      name: 'pool_use_lifo',
      value: true,
      reason: `Between bursts most connections are idle${busy}. The last one back goes out first, so the others stay idle and PostgreSQL's idle_session_timeout may close them; pre-ping finds that out.`,
    };
  }
  return {
    name: 'pool_use_lifo',
    value: false,
    reason: `In turn, all connections stay in use and none grows old${busy}. Worth true only to let PostgreSQL close the surplus after bursts.`,
  };
}

/** Only for `def` routes: each takes a thread from its first line to its last, also while it waits for a connection. */
function threads({ size }: PoolSetting, results: TuneResults): AdvisedValue[] {
  const { subject, probe, target } = results;
  if (subject.kind !== 'own' || subject.form !== 'def' || probe === null) return [];
  const needed = predict({
    ratePerS: target.rate_per_s / target.processes,
    holdMs: probe.service_ms,
    checkoutsPerRequest: 1,
    arrivals: target.arrivals,
  }).connections;
  const tokens = Math.max(USUAL_THREADS, needed, size);
  const seen = meanOf(windowsAtTarget(results, size), ({ threads_in_use_max }) => threads_in_use_max);
  const used = seen === null ? '' : ` Up to ${Math.round(seen)} were in use.`;
  const reason =
    tokens === USUAL_THREADS
      ? `The default does: ${quantity(target.rate_per_s / target.processes, 'req/s')} of ${quantity(probe.service_ms, 'ms')} need ${needed} threads.${used} Fewer than the pool has connections would queue requests where no timeout ends their wait.`
      : `The default of ${USUAL_THREADS} is too few: ${quantity(target.rate_per_s / target.processes, 'req/s')} of ${quantity(probe.service_ms, 'ms')} need ${needed} threads, and the pool has ${size} connections.${used}`;
  return [{ name: 'total_tokens', value: tokens, reason: `Threads for \`def\` routes (anyio). ${reason}` }];
}
