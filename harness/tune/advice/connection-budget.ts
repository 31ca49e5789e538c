/** How many connections a pool may have: the least of all bounds, shared by all pools of all processes. */
import { refused } from '../../errors.ts';
import type { BudgetSum, ConnectionBudget, ConnectionLimit, TuneResults } from '../../results/tune.ts';

/** The connections of a server, as it tells them itself. */
export interface ServerConnections {
  maxConnections: number;
  /** What PostgreSQL keeps for superusers, and for roles that may use reserved connections. */
  reserved: number;
  /** In use by others than the service and duet. */
  others: number;
  /** Sessions of duet, which watch. */
  duet: number;
  /** What binds the role of the service beside that. */
  limits: readonly ConnectionLimit[];
}

/** What opens connections, in all processes of the service together. */
export interface Demand {
  processes: number;
  /** That have as many connections as the setting says. Usually one in each process. */
  pools: number;
  /** Connections that do not follow the setting. */
  extra: number;
}

/** One pool in each process is what there is unless more was seen. */
export function demandOf({ target: { processes }, measured }: Pick<TuneResults, 'target' | 'measured'>): Demand {
  if (measured === undefined) return { processes, pools: processes, extra: 0 };
  const share = processes / measured.processes;
  return { processes, pools: Math.round(measured.pools * share), extra: Math.ceil(measured.extra * share) };
}

type Available = Pick<ConnectionBudget, 'max_connections' | 'reserved' | 'others' | 'duet' | 'limit' | 'extra'>;

/** The connections that all pools may have together: of the server, or of the limit where there is one. */
export function availableIn({ max_connections, reserved, others, duet = 0, limit, extra = 0 }: Available): number {
  return (limit === undefined ? max_connections - reserved - others - duet : leftOf(limit)) - extra;
}

const leftOf = ({ connections, others, duet }: ConnectionLimit): number => connections - others - duet;

/**
 * The connections of one pool: those that the service may have by the least bound, divided by its pools and rounded down.
 * Pools of that size are the largest that never meet SQLSTATE 53300 ("too many clients", "too many connections for role",
 * "too many connections for database").
 *
 * @throws DuetError (exit 2) when not every pool can have one.
 */
export function connectionBudget(server: ServerConnections, demand: Demand): ConnectionBudget {
  const { reserved, others, duet, limits } = server;
  const { pools, extra } = demand;
  const general = { max_connections: server.maxConnections, reserved, others, duet, ...(extra === 0 ? {} : { extra }) };
  const [least] = limits.toSorted((one, other) => leftOf(one) - leftOf(other));
  const bound =
    least !== undefined && leftOf(least) < availableIn({ ...general, extra: 0 })
      ? { ...general, limit: least }
      : general;
  const per_process = Math.floor(availableIn(bound) / pools);
  if (per_process >= 1) return { ...bound, per_process };
  throw tooFew(bound, demand);
}

function tooFew(bound: Available, { processes, pools, extra }: Demand) {
  const { max_connections, reserved, others, duet = 0, limit } = bound;
  const free = Math.max(0, availableIn(bound));
  const whose = limit === undefined ? '' : ` for the ${limit.of} ${limit.name}`;
  const terms =
    limit === undefined
      ? `${max_connections} − ${reserved} reserved − ${duet} of duet − ${others} in use by others`
      : `CONNECTION LIMIT ${limit.connections} − ${limit.duet} of duet − ${limit.others} in use by others`;
  const sum = extra === 0 ? terms : `${terms} − ${extra} of the service that do not follow its setting`;
  const each = pools === processes ? `${processes} processes` : `${pools} pools in ${processes} processes`;
  const share = pools === 1 ? 'there is none for the process' : `too few for ${each}`;
  const higher =
    limit === undefined ? 'a higher max_connections' : `a higher limit (ALTER ${limit.of.toUpperCase()} …)`;
  return refused(
    `PostgreSQL has ${free} connection${free === 1 ? '' : 's'} left${whose} (${sum}): ${share}`,
    `use fewer --processes, ${higher}, or PgBouncer in transaction mode`,
  );
}

/**
 * What all processes together take of what PostgreSQL can give.
 * @param budget null: nobody knows what that is. @param connections of each pool.
 */
export function budgetSum(budget: ConnectionBudget | null, demand: Demand, connections: number): BudgetSum {
  const { processes, pools, extra } = demand;
  const taken = pools * connections;
  const beside = {
    ...(pools === processes ? {} : { pools }),
    ...(extra === 0 ? {} : { extra }),
  };
  if (budget === null) return { code: 'budget-unseen', processes, connections, taken, ...beside };
  const available = availableIn(budget);
  const { per_process, ...bound } = budget;
  return {
    ...{ code: 'of-budget', ...bound, available, processes, per_process },
    ...{ connections, taken, left: available - taken, ...beside },
  };
}
