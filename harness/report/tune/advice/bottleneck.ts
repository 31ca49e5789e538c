/** What limits the service: its name, what shows it, and what helps. */
import type { Bottleneck, BottleneckKind } from '../../../results/schema.ts';
import { counted, quantity } from '../../kit/format.ts';
import { wholeShare } from '../../kit/percent.ts';
import { limitText } from './budget.ts';
import { problemText } from './unexpected.ts';

const NAMES: Record<BottleneckKind, string> = {
  pool: 'the pool',
  'held-transaction': 'a transaction that is held open',
  threads: 'the threads of `def` routes',
  'database-cpu': 'the processor of PostgreSQL',
  'service-cpu': 'the processor of the service',
  'max-connections': 'what PostgreSQL can give',
  none: 'nothing was found',
};

export function bottleneckText(bottleneck: Bottleneck) {
  const title = `What limits it: ${NAMES[bottleneck.kind]}`;
  return { title, evidence: evidenceOf(bottleneck), advice: adviceOf(bottleneck) };
}

function evidenceOf(found: Bottleneck): string {
  if ('evidence' in found) return found.evidence;
  switch (found.kind) {
    case 'held-transaction':
      return `A request holds its connection for ${quantity(found.hold_ms, 'ms')}, and for ${wholeShare(found.idle_share)} of that PostgreSQL waits inside an open transaction until the service goes on.`;
    case 'threads':
      return `At ${rate(found.rate_per_s)} all ${found.threads} threads for \`def\` routes are taken while only ${found.in_use_max} of ${found.connections} connections are in use.`;
    case 'max-connections': {
      const whose = found.limit === undefined ? '' : ` (${limitText(found.limit)})`;
      return `All ${found.connections} connections that PostgreSQL can give to ${found.processes === 1 ? 'the process' : `each of ${found.processes} processes`}${whose} are in use, and fewer are worse.`;
    }
    case 'database-cpu':
      return `At ${rate(found.rate_per_s)} PostgreSQL keeps ${found.cores === 1 ? 'its core' : `its ${found.cores} cores`} ${wholeShare(found.busy_cores / found.cores)} busy.`;
    case 'service-cpu':
      return `At ${rate(found.rate_per_s)} the service's process keeps ${found.busy_cores.toFixed(2)} cores busy${stallText(found.loop_stall_max_ms)}.`;
    case 'pool':
      return poolEvidence(found);
    case 'none':
      return found.rate_per_s === null
        ? 'Nothing was measured beyond the target rate.'
        : `Up to ${rate(found.rate_per_s)} neither the pool nor a core was seen at its limit${failuresText(found)}.`;
  }
}

function adviceOf(found: Bottleneck): string {
  if ('advice' in found) return found.advice;
  switch (found.kind) {
    case 'held-transaction':
      return `Do not wait for anything else inside a transaction: call the other service before BEGIN or after COMMIT, and return the connection meanwhile. By Little's law and Erlang C, about ${counted(found.connections_released, 'connection')} would then be enough instead of ${found.connections}.`;
    case 'threads':
      return 'Requests wait for a thread, not for a connection. Raise the thread limiter, or write the route as `async def`.';
    case 'max-connections': {
      const higher = found.limit === undefined ? 'max_connections' : `the CONNECTION LIMIT of the ${found.limit.of}`;
      return `Hold connections for a shorter time, run fewer processes, or raise ${higher}. Where many processes are idle most of the time, a PgBouncer in transaction mode shares connections between them.`;
    }
    case 'database-cpu':
      return 'More connections only share the same CPU. Make the statements cheaper (indexes, fewer rows, fewer statements), or give PostgreSQL more cores.';
    case 'service-cpu':
      return found.runs_on === 'all-cores'
        ? 'That is all it has. Do less per request, or give it more cores.'
        : 'One event loop, and one interpreter lock, runs on one core. Do less per request, or run more processes: each has its own pool.';
    case 'pool': {
      const beyond =
        found.borne_per_s === null
          ? 'beyond it'
          : `beyond the ${rate(found.borne_per_s)} that these connections handle`;
      return `At the target rate, more connections do not help; for rates ${beyond}, they would help. Tune again with the rate that you expect.`;
    }
    case 'none':
      if (found.failed !== undefined) return 'Find out why requests fail: the log of the service may say it.';
      if (found.strange !== undefined)
        return 'If these are errors, say what a body must match (--expect), and tune again.';
      return found.slow_by_itself
        ? 'What makes requests slow cannot be seen from outside: look at what they do, and at what else they wait for.'
        : 'There is nothing to change for this rate.';
  }
}

/** Who waits is told by the pool; of one that tells nothing, by the service that refuses for lack of a connection. */
function poolEvidence(found: Extract<Bottleneck, { waiting_max: unknown }>): string {
  const { rate_per_s, connections, waiting_max, timeouts, sent, database_cpu, service_cpu, refused_with = [] } = found;
  const cpu = [
    ...(database_cpu === null ? [] : [`PostgreSQL uses ${database_cpu.toFixed(2)} cores`]),
    ...(service_cpu === null ? [] : [`the service ${service_cpu.toFixed(2)}`]),
  ].join(' and ');
  const ended =
    refused_with.length === 0
      ? ''
      : ` (they ended with ${refused_with.map(problemText).join(' or ')} once the wait was over)`;
  const waiting =
    waiting_max === null
      ? `${timeouts} of ${sent} requests did not get one of the ${connections} connections in time${ended}`
      : `all ${connections} connections are in use and up to ${waiting_max} requests wait for one`;
  return `At ${rate(rate_per_s)} ${waiting}${cpu === '' ? '' : `, while ${cpu}`}.`;
}

/** Whatever they failed for may be what limits the service. */
function failuresText(found: Extract<Bottleneck, { slow_by_itself: boolean }>): string {
  const { failed, sent = 0, strange, looked_at = 0 } = found;
  if (failed !== undefined) return `, but ${failed} of ${counted(sent, 'request')} failed`;
  return strange === undefined
    ? ''
    : `, but ${strange} of ${counted(looked_at, 'answer')} looked at were of another kind`;
}

const stallText = (ms: number | null): string =>
  ms === null ? '' : `; its event loop was blocked for up to ${quantity(ms, 'ms')}`;
const rate = (perS: number): string => quantity(perS, 'req/s');
