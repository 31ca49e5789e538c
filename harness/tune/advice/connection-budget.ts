/** How many connections a process may have: what PostgreSQL can give, shared by all processes. */
import { refused } from '../../errors.ts';
import { counted } from '../../report/format.ts';
import type { ConnectionBudget } from '../../results/tune.ts';

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
  const free = counted(Math.max(0, maxConnections - reserved - open), 'connection');
  throw refused(
    `PostgreSQL has ${free} left (${maxConnections} − ${reserved} reserved − ${open} in use by others): ${processes === 1 ? 'not one' : `not one for each of ${processes} processes`}`,
    'fewer --processes, a higher max_connections, or a PgBouncer between them in transaction mode',
  );
}

/**
 * The sum in words, from what PostgreSQL has to what is left. "100 − 3 reserved − 1 in use by others = 96 for 4
 * processes: 24 each; 4 × 10 = 40 are taken and 56 stay free."
 * @param budget null: nobody knows what PostgreSQL can give.
 */
export function budgetArithmetic(budget: ConnectionBudget | null, processes: number, connections: number): string {
  const total = processes * connections;
  const taken = processes === 1 ? `${total}` : `${processes} × ${connections} = ${total}`;
  if (budget === null) {
    return `${taken} ${total === 1 ? 'connection' : 'connections'} in all. max_connections was not to be seen: check that PostgreSQL can give so many (its default is 100, less 3 reserved).`;
  }
  const { max_connections, reserved, others, per_process } = budget;
  const free = max_connections - reserved - others;
  const each = processes === 1 ? '' : ` for ${processes} processes: ${per_process} each`;
  return `${max_connections} − ${reserved} reserved − ${others} in use by others = ${free}${each}; ${taken} ${total === 1 ? 'is' : 'are'} taken and ${free - total} stay free.`;
}
