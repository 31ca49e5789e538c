/** How many connections a process may have: what PostgreSQL can give, shared by all processes. */
import { refused } from '../../errors.ts';
import type { BudgetSum, ConnectionBudget } from '../../results/tune.ts';

/** As the server tells it. */
export interface ServerConnections {
  maxConnections: number;
  /** superuser_reserved_connections + reserved_connections: PostgreSQL gives these to no ordinary role. */
  reserved: number;
  /** In use by others than the service. */
  open: number;
}

/**
 * The connections of one process: (max_connections - reserved - others) / processes, rounded down. A pool of that size in
 * every process is the most that never meets "too many clients" (SQLSTATE 53300).
 *
 * @throws DuetError (exit 2) when not every process can have one.
 */
export function connectionBudget(
  { maxConnections, reserved, open }: ServerConnections,
  processes: number,
): ConnectionBudget {
  const per_process = Math.floor((maxConnections - reserved - open) / processes);
  if (per_process >= 1) return { max_connections: maxConnections, reserved, others: open, per_process };
  const free = Math.max(0, maxConnections - reserved - open);
  throw refused(
    `PostgreSQL has ${free} connection${free === 1 ? '' : 's'} left (${maxConnections} − ${reserved} reserved − ${open} in use by others): ${processes === 1 ? 'there is none for the process' : `too few for ${processes} processes`}`,
    'use fewer --processes, a higher max_connections, or PgBouncer in transaction mode',
  );
}

/**
 * What all processes together take of what PostgreSQL can give.
 * @param budget null: nobody knows what that is.
 */
export function budgetSum(budget: ConnectionBudget | null, processes: number, connections: number): BudgetSum {
  const taken = processes * connections;
  if (budget === null) return { code: 'budget-unseen', processes, connections, taken };
  const { max_connections, reserved, others, per_process } = budget;
  const available = max_connections - reserved - others;
  return {
    ...{ code: 'of-budget', max_connections, reserved, others, available, processes, per_process },
    ...{ connections, taken, left: available - taken },
  };
}
