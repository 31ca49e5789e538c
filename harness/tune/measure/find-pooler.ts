/** The pooler in front of PostgreSQL, if there is one: what it is, what it allows, and what PostgreSQL can give it. */
import { connectTo, OBSERVER } from '../../lab/database-client.ts';
import { POOL_MODES, type Pooler, type PoolerLimits, type PoolMode, type Unseen } from '../../results/tune.ts';
import type { ServerConnections } from '../advice/connection-budget.ts';
import { openPoolerConsole, type PoolerConsole } from './pooler-console.ts';
import { firstGiven, roleSizes } from './pooler-role.ts';
import { seePoolerSigns } from './pooler-signs.ts';

/** The names by which the pooler knows whoever logs in with DATABASE_URL. */
interface Login {
  database: string;
  role: string;
}

/** What its console tells. */
interface Told {
  version: string;
  mode: PoolMode;
  limits: PoolerLimits;
  /** Process ids of its connections to PostgreSQL for this login. */
  backends: number[];
}

/**
 * @param server as PostgreSQL was read through it.
 * @param ownsDatabase whether the service runs already, and the clients of this database and role are its own.
 * @throws what pg throws when nobody answers.
 */
export async function findPooler(
  url: string,
  server: Pick<ServerConnections, 'maxConnections' | 'reserved'>,
  { ownsDatabase = false } = {},
): Promise<Pooler | null> {
  const signs = await seePoolerSigns(url);
  if (signs.length === 0) return null;
  await using client = await openObserver(url);
  const told = await ask(url, client.login, ownsDatabase);
  const { sessions, others } = await client.countSessions('backends' in told ? told.backends : null);
  const isTold = 'limits' in told;
  const seen: PoolMode = signs.includes('shared-backend') ? 'transaction' : 'session';
  return {
    signs,
    version: isTold ? told.version : null,
    mode: isTold ? told.mode : seen,
    mode_source: isTold ? 'told' : 'seen',
    limits: isTold ? told.limits : null,
    refusal: isTold ? null : { code: told.code, role: client.login.role },
    server: { max_connections: server.maxConnections, reserved: server.reserved, others },
    sessions,
  };
}

/**
 * $1: the backends of the pooler; null where it does not tell them. Then those are taken for its own that the same role has
 * to the same database from the same address as the one that answers.
 */
const SESSIONS = `
  WITH own AS (SELECT usename, datname, client_addr FROM pg_stat_activity WHERE pid = pg_backend_pid()),
  sessions AS (
    SELECT CASE WHEN $1::int[] IS NOT NULL THEN pid = ANY ($1) OR pid = pg_backend_pid()
           ELSE (all_.usename, all_.datname) = (own.usename, own.datname) AND all_.client_addr IS NOT DISTINCT FROM own.client_addr
           END AS of_pooler
    FROM pg_stat_activity AS all_, own
    WHERE datid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend')
  SELECT count(*) FILTER (WHERE of_pooler)::int AS sessions, count(*) FILTER (WHERE NOT of_pooler)::int AS others
  FROM sessions`;

async function openObserver(url: string) {
  const client = await connectTo(url, OBSERVER);
  return {
    login: { database: client.database ?? '', role: client.user ?? '' },
    countSessions: async (backends: number[] | null): Promise<{ sessions: number; others: number }> =>
      (await client.query(SESSIONS, [backends])).rows[0],
    [Symbol.asyncDispose]: () => client.end(),
  };
}

async function ask(
  url: string,
  login: Login,
  ownsDatabase: boolean,
): Promise<Told | { code: 'no-right' | 'no-console' }> {
  try {
    await using console = await openPoolerConsole(url);
    return await readConsole(console, login, ownsDatabase);
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    // PgBouncer says "not allowed" to a role that it knows; a login that it has from auth_query it does not know there.
    return { code: code === '28P01' || /not allowed|authentication/.test(String(message)) ? 'no-right' : 'no-console' };
  }
}

async function readConsole(console: PoolerConsole, login: Login, ownsDatabase: boolean): Promise<Told> {
  const config = new Map((await console.show('CONFIG')).map(({ key, value }) => [String(key), String(value)]));
  const database = (await console.show('DATABASES')).find(({ name }) => name === login.database) ?? {};
  const users = await console.show('USERS');
  const user = users.find(({ name }) => name === login.role) ?? {};
  const ofRole = roleSizes(users, login.role);
  const pools = await console.show('POOLS');
  const servers = await console.show('SERVERS');
  const isOurs = ({ database: name, user }: Record<string, unknown>) => name === login.database && user === login.role;
  const pool = pools.find(isOurs) ?? {};
  const clientsOf = (one: Record<string, unknown>) => Number(one.cl_active ?? 0) + Number(one.cl_waiting ?? 0);
  const clientsIn = (some: Record<string, unknown>[]) => some.reduce((sum, one) => sum + clientsOf(one), 0);
  // Of a service that runs already, the clients are its own, but for the one that asks.
  const own = ownsDatabase ? Math.max(0, clientsOf(pool) - 1) : 0;
  const setting = (name: string) => Number(config.get(name) ?? 0);
  /** 0 means that there is no bound. */
  const bound = (value: number) => (value > 0 ? value : null);
  // Since PgBouncer 1.24; what earlier ones do not tell is no bound.
  const clientBounds = [
    {
      setting: 'max_db_client_connections' as const,
      most: Number(database.max_client_connections ?? 0),
      others: clientsIn(pools.filter((one) => one.database === login.database)) - own,
    },
    {
      setting: 'max_user_client_connections' as const,
      most: Number(user.max_user_client_connections ?? 0),
      others: clientsIn(pools.filter((one) => one.user === login.role)) - own,
    },
  ].filter(({ most }) => most > 0);
  const mode = [pool.pool_mode, database.pool_mode, config.get('pool_mode')].find((one) => one);
  return {
    version: console.version,
    mode: POOL_MODES.find((one) => one === mode) ?? 'session',
    limits: {
      max_client_conn: setting('max_client_conn'),
      other_clients: clientsIn(pools) - own,
      pool_clients: clientsOf(pool) - own,
      pool_size: firstGiven(ofRole.pool_size, database.pool_size) ?? setting('default_pool_size'),
      reserve_pool_size:
        firstGiven(ofRole.reserve_pool_size, database.reserve_pool_size, database.reserve_pool) ??
        setting('reserve_pool_size'),
      max_db_connections: bound(Number(database.max_connections ?? setting('max_db_connections'))),
      max_user_connections: bound(Number(user.max_user_connections ?? setting('max_user_connections'))),
      ...(clientBounds.length > 0 ? { client_bounds: clientBounds } : {}),
    },
    backends: servers.filter(isOurs).map(({ remote_pid }) => Number(remote_pid)),
  };
}

/** What the advice lacks where the pooler tells nothing. */
export function unseenBehind(pooler: Pooler | null): Unseen[] {
  if (pooler?.refusal == null) return [];
  const { code: refusal, role } = pooler.refusal;
  return [{ code: 'pooler-limits', refusal, role }, { code: 'pooler-transactions' }];
}
