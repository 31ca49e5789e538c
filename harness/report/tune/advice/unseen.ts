/** What could not be observed, and what the advice lacks for it. */
import type { Unseen } from '../../../results/schema.ts';
import { statedQuantity } from '../../kit/format.ts';
import { alternativeText } from './alternative.ts';
import { unseenOfPooler } from './pooler.ts';

export function unseenText(unseen: Unseen): string {
  switch (unseen.code) {
    case 'stored':
      return unseen.text;
    case 'database':
      return 'PostgreSQL, because DATABASE_URL is not set: neither its max_connections, by which the advice would be bounded, nor how many connections are in use at once, nor what they cost the database.';
    case 'other-pools':
      return 'any other pool than the one that the service has: duet cannot change it (with --hook it can, or where it starts the service with --command).';
    case 'overload':
      return 'how it behaves under overload: it is not told how long to wait for a connection (with {pool_timeout_ms}, {pool_timeout_s} or {pool_timeout_whole_s} it is).';
    case 'other-clients':
      return 'who else uses the database of the service: it ran already, so all connections there were counted as its own.';
    case 'setting-heeded': {
      const { clients, small, large } = unseen;
      return `whether the service uses its setting: ${clients} requests at a time were served equally fast, ${perSecond(small.per_s)} with a pool of ${small.connections} and ${perSecond(large.per_s)} with one of ${large.connections}, so something else is slowest. With DATABASE_URL its connections are counted.`;
    }
    case 'whole-seconds':
      return `a wait for a connection of ${statedQuantity(unseen.wait_ms, 'ms')}: the service is told whole seconds, so it was rounded up to ${statedQuantity(unseen.told_ms, 'ms')}.`;
    case 'few-requests':
      return `how settings differ for few requests: a window has about ${unseen.requests} requests, and its p95 depends on ${unseen.beyond_p95} of them (a longer --time-budget or a higher --rate gives more).`;
    case 'pooler-limits':
    case 'pooler-transactions':
      return unseenOfPooler(unseen);
    case 'alternative':
      return `${alternativeText(unseen.alternative)} was not measured beside the recommendation: PostgreSQL can give ${unseen.connections} connections.`;
  }
}

const perSecond = (rate: number) => `${Number(rate.toPrecision(2))} per second`;
