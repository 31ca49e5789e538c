/** Behind a pooler: how many connections a process may have to it, and what it can have of PostgreSQL. */
import { refused } from '../../errors.ts';
import type { BudgetSum, Pooler, PoolerLimits, PoolerSums, TuneResults } from '../../results/tune.ts';
import { budgetSum, demandOf } from './connection-budget.ts';

/** The most connections that the pooler opens to PostgreSQL for one database and role. */
export function mostBackends({
  pool_size,
  reserve_pool_size,
  max_db_connections,
  max_user_connections,
}: PoolerLimits): number {
  const bounds = [max_db_connections, max_user_connections].filter((bound) => bound !== null);
  return Math.min(pool_size + reserve_pool_size, ...bounds);
}

/** The bound that leaves the fewest clients to the service: of the whole pooler, of the database, or of the role. */
export function clientBound(limits: PoolerLimits): NonNullable<PoolerSums['clients']> {
  const { max_client_conn, other_clients: others, client_bounds = [] } = limits;
  const [tighter] = client_bounds.toSorted((one, other) => one.most - one.others - (other.most - other.others));
  const available = max_client_conn - others;
  if (tighter === undefined || tighter.most - tighter.others >= available)
    return { max_client_conn, others, available };
  const { setting, most } = tighter;
  return {
    ...{ max_client_conn, others: tighter.others, available: most - tighter.others },
    tighter: { setting, most },
  };
}

/** In session mode a client keeps its backend for as long as it is connected. */
const heldByOthers = ({ mode, limits }: Pooler): number => (mode === 'session' ? (limits?.pool_clients ?? 0) : 0);

/** What is left of PostgreSQL for the pooler, with what it has already. */
export const leftForPooler = ({ server: { max_connections, reserved, others } }: Pooler): number =>
  max_connections - reserved - others;

/**
 * The connections that all processes together may have to the pooler; undefined where it does not tell, which in session
 * mode is still bounded by PostgreSQL.
 */
export function mostClients(pooler: Pooler): number | undefined {
  const { mode, limits } = pooler;
  const toPooler = limits === null ? [] : [clientBound(limits).available];
  const toServer =
    mode === 'session'
      ? [leftForPooler(pooler), ...(limits === null ? [] : [mostBackends(limits) - heldByOthers(pooler)])]
      : [];
  const bounds = [...toPooler, ...toServer];
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}

/**
 * The connections of one pool; undefined where the pooler does not tell.
 * @param pools usually one in each process. @param extra connections that do not follow the setting.
 * @throws DuetError (exit 2) when not every pool can have one.
 */
export function connectionsThrough(pooler: Pooler, pools: number, extra = 0): number | undefined {
  const most = mostClients(pooler);
  if (most === undefined) return undefined;
  const perPool = Math.floor((most - extra) / pools);
  if (perPool >= 1) return perPool;
  const free = Math.max(0, most - extra);
  throw refused(
    `the pooler in front of PostgreSQL has ${free} connection${free === 1 ? '' : 's'} left in ${pooler.mode} mode: ${pools === 1 ? 'not one' : `not one for each of ${pools} processes`}`,
    pooler.mode === 'session'
      ? 'a higher default_pool_size or max_client_conn, fewer --processes, or pool_mode = transaction'
      : 'a higher max_client_conn, or fewer --processes',
  );
}

/** The sum that is to be shown: of PostgreSQL alone, or the two of a pooler. */
export function connectionSum(results: TuneResults, connections: number): BudgetSum {
  const { pooler, budget } = results;
  const demand = demandOf(results);
  return pooler == null ? budgetSum(budget, demand, connections) : poolerSums(pooler, demand.pools, connections);
}

export function poolerSums(pooler: Pooler, processes: number, connections: number): PoolerSums {
  const { version, mode, limits, server } = pooler;
  const most = mostClients(pooler);
  return {
    ...{ code: 'through-pooler', version, mode, processes, connections, taken: processes * connections },
    per_process: most === undefined ? null : Math.floor(most / processes),
    clients: limits && clientBound(limits),
    pool: limits && {
      pool_size: limits.pool_size,
      reserve_pool_size: limits.reserve_pool_size,
      max_db_connections: limits.max_db_connections,
      max_user_connections: limits.max_user_connections,
      connections: mostBackends(limits),
      held: heldByOthers(pooler),
    },
    server: { ...server, available: leftForPooler(pooler) },
  };
}
