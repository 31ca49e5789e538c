/** A pooler in front of PostgreSQL in words: how it was noticed, and the two sums of connections. */
import type { Pooler, PoolerSums, UnseenOfPooler } from '../../../results/schema.ts';
import { capital, counted } from '../../kit/format.ts';

/** "PgBouncer 1.18.0 in transaction mode: pg_backend_pid() is not the process id that came with the login, …". */
export function poolerText({ version, mode, mode_source, signs }: Pooler): string {
  const signText = {
    'foreign-key': 'pg_backend_pid() is not the process id that came with the login',
    'shared-backend': 'sessions share backends',
  };
  const seen = mode_source === 'seen' ? ' (by what was seen)' : '';
  return `${nameOf(version)} in ${mode} mode${seen}: ${signs.map((sign) => signText[sign]).join(', and ')}`;
}

const nameOf = (version: string | null): string => version ?? 'a pooler';

/** Both sums, from the service to the pooler and from the pooler to PostgreSQL. */
export function poolerSumText(sums: PoolerSums): string {
  const lead = `${capital(nameOf(sums.version))} stands in front of PostgreSQL in ${sums.mode} mode, so there are two sums.`;
  return [lead, clientSide(sums), serverSide(sums), sharing(sums)].filter((text) => text !== '').join(' ');
}

function clientSide({ clients, per_process, processes, connections, taken }: PoolerSums): string {
  const asked = processes === 1 ? `${taken}` : `${processes} × ${connections} = ${taken}`;
  const are = taken === 1 ? 'is' : 'are';
  const each =
    processes === 1 || per_process === null ? '' : `, with ${per_process} for each of ${processes} processes at most`;
  if (clients === null) {
    return `From the service to the pooler: ${asked} ${are} taken${each}; how many it lets in (max_client_conn) was not to be seen.`;
  }
  const { max_client_conn, others, available, tighter } = clients;
  const { setting, most } = tighter ?? { setting: 'max_client_conn', most: max_client_conn };
  return `From the service to the pooler: ${setting} ${most} − ${others} of others = ${available}${each}; ${asked} ${are} taken and ${available - taken} stay free.`;
}

function serverSide({ pool, server }: PoolerSums): string {
  const { max_connections, reserved, others, available } = server;
  const given = `max_connections ${max_connections} − ${reserved} reserved − ${others} in use by others = ${available}`;
  if (pool === null) {
    return `From the pooler to PostgreSQL: how many it opens (default_pool_size) was not to be seen; PostgreSQL can give ${given}.`;
  }
  const enough =
    pool.connections <= available
      ? `PostgreSQL can give them: ${given}.`
      : `PostgreSQL cannot give them: ${given}. Lower the pool size, or raise max_connections.`;
  return `From the pooler to PostgreSQL: at most ${poolSize(pool)} for this database and role; ${enough}`;
}

/** "pool size 20 + reserve 5 = 25", or the bound that is lower. */
function poolSize(pool: NonNullable<PoolerSums['pool']>): string {
  const { pool_size, reserve_pool_size, max_db_connections, max_user_connections, connections } = pool;
  const size =
    reserve_pool_size === 0
      ? `pool size ${pool_size}`
      : `pool size ${pool_size} + reserve ${reserve_pool_size} = ${pool_size + reserve_pool_size}`;
  if (connections === pool_size + reserve_pool_size) return size;
  const bound = connections === max_db_connections ? 'max_db_connections' : 'max_user_connections';
  return `${bound} ${connections === max_db_connections ? max_db_connections : max_user_connections} (${size})`;
}

/** How the two meet. */
function sharing({ pool, mode, taken, server }: PoolerSums): string {
  if (mode === 'session') {
    const held = pool === null || pool.held === 0 ? '' : `, and others hold ${pool.held}`;
    return `In session mode each connection of the service keeps one to PostgreSQL for as long as it is open${held}.`;
  }
  if (pool === null) return '';
  const backends = Math.min(pool.connections, server.available);
  return taken <= backends
    ? `No transaction of these ${counted(taken, 'connection')} has to wait in the pooler.`
    : `Of the ${taken}, ${backends} can be in a transaction at once; the others wait in the pooler.`;
}

export function unseenOfPooler(unseen: UnseenOfPooler): string {
  if (unseen.code === 'pooler-transactions') {
    return 'how many connections the service has to the pooler, and whose transactions those in PostgreSQL are: all of this database were taken for its own.';
  }
  return unseen.refusal === 'no-right'
    ? `the limits of the pooler: its console (the database pgbouncer) does not let ${unseen.role} in. Add that role to stats_users in pgbouncer.ini, which may read and change nothing, or to admin_users.`
    : `the limits of the pooler: it has no console by the name of PgBouncer's (the database pgbouncer), on which ${unseen.role} could ask for them.`;
}
