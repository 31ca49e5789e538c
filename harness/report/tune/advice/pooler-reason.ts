/** Why a value of PgBouncer is advised. */
import type { PoolerReason, Reason } from '../../../results/schema.ts';
import { counted } from '../../kit/format.ts';

export const isPoolerReason = (reason: Reason): reason is PoolerReason => reason.code.startsWith('pooler-');

export function poolerReason(reason: PoolerReason): string {
  switch (reason.code) {
    case 'pooler-mode':
      return reason.mode === 'session'
        ? 'As it was measured. Each connection of the service keeps one to PostgreSQL: the pooler saves opening them, not having them.'
        : 'As it was measured. What belongs to a session (SET, advisory locks, LISTEN, and named prepared statements without max_prepared_statements) does not outlive a transaction.';
    case 'pooler-size':
      return sizeText(reason);
    case 'pooler-reserve':
      return `A reserve is opened for clients that have waited for 5 s (reserve_pool_timeout), longer than any request is to wait here${reason.allowed ? `; ${reason.allowed} are allowed now` : ''}.`;
    case 'pooler-clients': {
      const { taken, others, usual } = reason;
      const need = `${counted(taken, 'connection')} of the service, twice while a deployment overlaps the one before, and ${others} of others: ${2 * taken + others}`;
      return 2 * taken + others <= usual ? `The default does: ${need}.` : `${need}; the default is ${usual}.`;
    }
  }
}

function sizeText(reason: Extract<PoolerReason, { code: 'pooler-size' }>): string {
  const { mode, processes, connections, taken, needed, available } = reason;
  const all = processes === 1 ? `${taken}` : `${processes} × ${connections} = ${taken}`;
  const need =
    needed === taken
      ? mode === 'session'
        ? `One for each connection of the service: ${all}.`
        : `As many as the service has connections, ${all}, so that no transaction waits in the pooler.`
      : `All processes share it: of their ${all} connections no more than ${needed} are in a transaction at once but for 5 requests in 100 (Erlang C for the whole rate; predicted, not measured).`;
  return needed <= available ? `${need} The default is 20.` : `${need} PostgreSQL can give it ${available} only.`;
}
