/** The values of SQLAlchemy's QueuePool (and of AsyncAdaptedQueuePool, which takes the same), each with its reason. */
import type {
  AdvisedValue,
  OverflowReason,
  PoolSetting,
  SizeReason,
  TimeoutReason,
  TuneResults,
} from '../../results/tune.ts';
import { predict } from '../search/prediction.ts';
import { meanOf, windowsAtTarget } from './evidence.ts';

/** Why so many connections, why none beyond them, and why so long a wait: found once for both libraries. */
export interface Reasons {
  size: SizeReason;
  overflow: OverflowReason;
  timeout: TimeoutReason;
}

/** Below the half hour to an hour after which firewalls and load balancers forget a quiet connection. */
const RECYCLE_S = 1_800;
/** What a liveness check before each use may add to a request. */
const CHEAP = 0.05;
/** anyio's default: so many `def` routes run at once in a FastAPI process. */
const USUAL_THREADS = 40;

export function pythonValues(setting: PoolSetting, reasons: Reasons, results: TuneResults): AdvisedValue[] {
  const ping = prePing(results);
  return [
    { name: 'pool_size', value: setting.size, reason: reasons.size },
    { name: 'max_overflow', value: setting.overflow, reason: reasons.overflow },
    { name: 'pool_timeout', value: setting.timeout_ms / 1_000, reason: reasons.timeout },
    { name: 'pool_recycle', ...renewal(setting.size) },
    ping,
    lifo(setting, ping.value === true, results),
    ...threads(setting, results),
  ];
}

/** Connections are renewed before a firewall drops a quiet one unseen. */
export const renewal = (reconnects: number): Pick<AdvisedValue, 'value' | 'reason'> => ({
  value: RECYCLE_S,
  reason: { code: 'renewal', reconnects },
});

/** Not measured: a round trip per checkout, against connections that a restart of PostgreSQL has cut. */
function prePing({ probe, target, subject, budget, pooler }: TuneResults): AdvisedValue {
  const cost_ms = target.rtt_ms * (probe?.checkouts_per_request ?? 1);
  const request_ms = probe?.service_ms ?? 0;
  const isCheap = cost_ms <= CHEAP * request_ms;
  const none = subject.kind !== 'own' && budget === null && pooler == null ? 'unseen' : 'unnoticed';
  const cost = target.rtt_ms === 0 ? none : isCheap ? 'small' : 'large';
  return {
    name: 'pool_pre_ping',
    value: cost !== 'large',
    reason: { code: 'liveness-check', cost, cost_ms, request_ms },
  };
}

/** After bursts the others stay idle, and PostgreSQL's idle_session_timeout may close them; pre-ping finds that out. */
function lifo({ size }: PoolSetting, pings: boolean, results: TuneResults): AdvisedValue {
  const in_use_mean = meanOf(windowsAtTarget(results, size), (window) => window.in_use_mean);
  const value = results.target.arrivals === 'bursty' && pings;
  return {
    name: 'pool_use_lifo',
    value,
    reason: { code: value ? 'last-returned-first' : 'in-turn', connections: size, in_use_mean },
  };
}

/** Only for `def` routes: each takes a thread from its first line to its last, also while it waits for a connection. */
function threads({ size }: PoolSetting, results: TuneResults): AdvisedValue[] {
  const { subject, probe, target } = results;
  if (subject.kind !== 'own' || subject.form !== 'def' || probe === null) return [];
  const rate_per_s = target.rate_per_s / target.processes;
  const needed = predict({
    ratePerS: rate_per_s,
    holdMs: probe.service_ms,
    checkoutsPerRequest: 1,
    arrivals: target.arrivals,
  }).connections;
  const tokens = Math.max(USUAL_THREADS, needed, size);
  const in_use_max = meanOf(windowsAtTarget(results, size), ({ threads_in_use_max }) => threads_in_use_max);
  return [
    {
      name: 'total_tokens',
      value: tokens,
      reason: {
        ...{ code: 'threads', enough: tokens === USUAL_THREADS, usual: USUAL_THREADS, needed },
        ...{ rate_per_s, service_ms: probe.service_ms, connections: size, in_use_max },
      },
    },
  ];
}
