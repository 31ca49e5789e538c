/** What to set in PgBouncer for the recommended pools, each value with its reason. */
import type { AdvisedValue, Pooler, TuneResults } from '../../results/tune.ts';
import { predict } from '../search/prediction.ts';
import { leftForPooler } from './pooler-sums.ts';

/** PgBouncer's default. */
const USUAL_CLIENTS = 100;

/**
 * Beside the pool of each process there is one that all of them share. In session mode it holds a connection for each of
 * theirs. In transaction mode it holds the transactions that are under way, which for all processes together are fewer
 * than their pools can hold.
 */
export function poolerValues(connections: number, { pooler, target, probe }: TuneResults): AdvisedValue[] {
  if (pooler == null) return [];
  const { processes, rate_per_s } = target;
  const taken = processes * connections;
  const together =
    processes === 1 || probe === null || pooler.mode === 'session'
      ? taken
      : predict({
          ratePerS: rate_per_s,
          holdMs: probe.hold_ms,
          serviceMs: probe.service_ms,
          checkoutsPerRequest: probe.checkouts_per_request,
          arrivals: target.arrivals,
        }).connections;
  const needed = Math.min(taken, Math.max(connections, together));
  const available = Math.max(1, leftForPooler(pooler));
  const { mode, limits } = pooler;
  const others = othersOf(pooler);
  const clients = Math.max(USUAL_CLIENTS, 2 * taken + others);
  const size = { mode, processes, connections, taken, needed, available };
  return [
    { name: 'pool_mode', value: mode, reason: { code: 'pooler-mode', mode } },
    { name: 'default_pool_size', value: Math.min(needed, available), reason: { code: 'pooler-size', ...size } },
    {
      name: 'reserve_pool_size',
      value: 0,
      reason: { code: 'pooler-reserve', allowed: limits?.reserve_pool_size ?? null },
    },
    {
      name: 'max_client_conn',
      value: clients,
      reason: { code: 'pooler-clients', taken, others, usual: USUAL_CLIENTS },
    },
  ];
}

const othersOf = ({ limits }: Pooler): number => limits?.other_clients ?? 0;
