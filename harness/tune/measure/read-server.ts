/** How many connections a PostgreSQL can give, how many are taken, and what bounds those of a role. */
import type pg from 'pg';
import { connectTo, OBSERVER } from '../../lab/database-client.ts';
import type { ConnectionLimit } from '../../results/tune.ts';
import type { ServerConnections } from '../advice/connection-budget.ts';

export interface Server extends ServerConnections {
  /** That the limits are of: the one of the service, where it is known; else the one that asked. */
  role: string;
  /** The shortest of a few, from this machine: a service that runs beside duet has the same. */
  roundTripMs: number;
}

export interface ServiceSessions {
  /**
   * The sessions on this database that are not of the service, nor of duet, by the ids of their processes: all others are.
   * Default: the service has none yet.
   */
  others?: readonly number[];
  /** As which it logs in. Default: as the role that asks. */
  role?: string;
}

const ROUND_TRIPS = 10;

/** Client sessions, counted as PostgreSQL counts them for its limits: of a role by its login. Duet's one session is counted apart. */
const CONNECTIONS = `
  WITH sessions AS (
    SELECT datid, usesysid FROM pg_stat_activity
    WHERE datid IS NOT NULL AND pid <> pg_backend_pid()
      AND ($1::int[] IS NULL OR datname <> current_database() OR pid = ANY ($1::int[]))
      -- Of other roles' sessions an ordinary role sees no type.
      AND coalesce(backend_type, 'client backend') = 'client backend')
  SELECT current_setting('max_connections')::int AS max,
         current_setting('superuser_reserved_connections')::int + CASE
           WHEN NOT role.rolsuper AND EXISTS (
             SELECT FROM pg_roles AS reserve
             WHERE reserve.rolname = 'pg_use_reserved_connections' AND pg_has_role(role.oid, reserve.oid, 'USAGE'))
           THEN 0 ELSE coalesce(current_setting('reserved_connections', true), '0')::int END AS reserved,
         (SELECT count(*)::int FROM sessions) AS others,
         role.rolname AS role, role.rolsuper AS "isSuperuser", role.rolconnlimit AS "ofRole",
         (SELECT count(*)::int FROM sessions WHERE usesysid = role.oid) AS "othersOfRole",
         (role.rolname = session_user)::int AS "duetOfRole",
         database.datname AS database, database.datconnlimit AS "ofDatabase",
         (SELECT count(*)::int FROM sessions WHERE datid = database.oid) AS "othersOnDatabase"
  FROM pg_roles AS role, pg_database AS database
  WHERE role.rolname = coalesce($2, session_user::text) AND database.datname = current_database()`;

interface Row {
  max: number;
  reserved: number;
  others: number;
  role: string;
  isSuperuser: boolean;
  ofRole: number;
  othersOfRole: number;
  duetOfRole: number;
  database: string;
  ofDatabase: number;
  othersOnDatabase: number;
}

/**
 * Client sessions of all databases count as open. The session that asks stands for the one of duet that will watch.
 * @throws what pg throws when the server does not answer.
 */
export async function readServer(url: string, { others, role }: ServiceSessions = {}): Promise<Server> {
  const client = await connectTo(url, OBSERVER);
  try {
    const { rows } = await client.query<Row>(CONNECTIONS, [others, role]);
    const row = rows[0] as Row;
    const { max: maxConnections, reserved } = row;
    const roundTripMs = await roundTrip(client);
    const counted = { maxConnections, reserved, others: row.others, duet: 1, limits: limitsIn(row) };
    return { role: row.role, ...counted, roundTripMs };
  } finally {
    await client.end();
  }
}

/** The limits of the role and of the database that are set: -1 is none. PostgreSQL holds a superuser to neither. */
function limitsIn(row: Row): ConnectionLimit[] {
  if (row.isSuperuser) return [];
  const ofRole: ConnectionLimit = {
    ...{ of: 'role', name: row.role, connections: row.ofRole, others: row.othersOfRole, duet: row.duetOfRole },
  };
  const ofDatabase: ConnectionLimit = {
    ...{ of: 'database', name: row.database, connections: row.ofDatabase, others: row.othersOnDatabase, duet: 1 },
  };
  return [ofRole, ofDatabase].filter(({ connections }) => connections >= 0);
}

async function roundTrip(client: pg.Client): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < ROUND_TRIPS; n++) {
    const startedMs = performance.now();
    await client.query('SELECT 1');
    times.push(performance.now() - startedMs);
  }
  return Math.min(...times);
}
