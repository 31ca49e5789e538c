/** The reason of an advised value, from its code and values. */
import type { AdvisedValue, LivenessReason, PredictedReason, Reason, ThreadsReason } from '../../../results/schema.ts';
import { counted, quantity, statedQuantity } from '../../kit/format.ts';
import { isPoolerReason, poolerReason } from './pooler-reason.ts';
import { overflowReason, sizeReason } from './size.ts';
import { timeoutReason } from './timeout.ts';

/** What is said around the reason, by the name of the value: its unit, and what the library does by default. */
const AROUND: Record<string, (reason: string) => string> = {
  max: (reason) => `${reason} The default is 10.`,
  pool_timeout: (reason) => `Seconds. ${reason} The default is 30 s.`,
  connectionTimeoutMillis: (reason) =>
    `In a pool this is the wait for a connection. ${reason} The default, 0, waits forever.`,
  pool_recycle: (reason) => `Seconds; not measured. ${reason} The default is never.`,
  maxLifetimeSeconds: (reason) => `Not measured. ${reason} The default is never.`,
  total_tokens: (reason) => `Threads for \`def\` routes (anyio). ${reason}`,
};

export function reasonText({ name, reason }: AdvisedValue): string {
  if (reason.code === 'stored') return reason.text;
  const text = textOf(reason);
  return AROUND[name]?.(text) ?? text;
}

function textOf(reason: Exclude<Reason, { code: 'stored' }>): string {
  if (isPoolerReason(reason)) return poolerReason(reason);
  switch (reason.code) {
    case 'size':
      return sizeReason(reason);
    case 'overflow':
      return overflowReason(reason);
    case 'timeout':
      return timeoutReason(reason);
    case 'stays-open':
      return `Idle connections stay open, as they did while this was measured. The default closes them after 10 s, and after a quiet period the next burst pays for up to ${counted(reason.connections, 'connect')}.`;
    case 'renewal':
      return `Connections are renewed before a firewall silently drops an idle one; that is ${counted(reason.reconnects, 'reconnect')} in half an hour.`;
    case 'unbounded-uses':
      return 'The default: limiting uses would open a new connection after a number of queries, which a lifetime does at less cost.';
    case 'liveness-check':
      return livenessReason(reason);
    case 'last-returned-first':
      return `Between bursts most connections are idle${busy(reason)}. The connection returned last is used first, so the others stay idle and PostgreSQL's idle_session_timeout may close them; pre-ping detects that.`;
    case 'in-turn':
      return `Connections take turns, so all stay in use and none grows stale${busy(reason)}. Use true only to let PostgreSQL close the surplus after bursts.`;
    case 'threads':
      return threadsReason(reason);
    case 'predicted':
      return predictedReason(reason);
    case 'unmeasured':
      return 'Nothing could be measured.';
  }
}

const STALE = 'in return, no request gets a connection that a restart of PostgreSQL has broken';

function livenessReason({ cost, cost_ms, request_ms }: LivenessReason): string {
  if (cost === 'unseen' || cost === 'unnoticed') {
    const seen =
      cost === 'unseen' ? 'and its duration could not be seen' : 'which is negligible this close to PostgreSQL';
    return `Not measured. One round trip per checkout, ${seen}; ${STALE}.`;
  }
  const share = `Not measured. A round trip per checkout: ${quantity(cost_ms, 'ms')} of the ${quantity(request_ms, 'ms')} of a request`;
  return cost === 'small'
    ? `${share}; ${STALE}.`
    : `${share}, too much to pay each time; pool_recycle and a retry of the rare failure cost less.`;
}

const busy = ({ connections, in_use_mean: mean }: { connections: number; in_use_mean: number | null }): string =>
  mean === null ? '' : ` (${mean.toFixed(1)} of ${connections} are in use on average)`;

function threadsReason(reason: ThreadsReason): string {
  const { enough, usual, needed, rate_per_s, service_ms, connections, in_use_max } = reason;
  const used = in_use_max === null ? '' : ` Up to ${Math.round(in_use_max)} were in use.`;
  const need = `${quantity(rate_per_s, 'req/s')} of ${quantity(service_ms, 'ms')} need ${needed} threads`;
  return enough
    ? `The default is enough: ${need}.${used} Fewer threads than connections would queue requests where no timeout ends their wait.`
    : `The default of ${usual} is too few: ${need}, and the pool has ${connections} connections.${used}`;
}

function predictedReason({ rate_per_s, hold_ms, hold_assumed, in_use }: PredictedReason): string {
  const assumed = hold_assumed ? ' (the whole request, because the database cannot be seen)' : '';
  return `Not measured, but predicted: ${statedQuantity(rate_per_s, 'req/s')} that each hold a connection for ${quantity(hold_ms, 'ms')}${assumed} keep ${in_use.toFixed(1)} in use on average (Little's law); with this many connections, few requests wait (Erlang C).`;
}
