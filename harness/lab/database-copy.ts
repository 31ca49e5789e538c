/** A copy of the reader's database, on its own server, for one side of a diff: CREATE DATABASE … TEMPLATE. */
import type pg from 'pg';
import { DuetError, EXIT } from '../errors.ts';
import { shownDatabase } from '../secrets.ts';
import { connectTo } from './database-client.ts';
import { databaseParts } from './database-parts.ts';
import { copySettings, createDatabase } from './new-database.ts';
import { makeDatabase, type SpareDatabase } from './spare-database.ts';

/** Databases that nearly every server has. What is connected to the template itself would keep it from being copied. */
const OTHERS = ['postgres', 'template1'];

/** What PostgreSQL says: object_in_use, insufficient_privilege. */
const [IN_USE, NOT_ALLOWED] = ['55006', '42501'];

/**
 * It is dropped at the end. What killed diffs left is dropped first.
 * @throws DuetError (exit 4) where others are connected to the database, or the role may not copy it.
 */
export async function copyDatabase(url: string): Promise<SpareDatabase> {
  const template = databaseParts(url).db_name;
  const connect = () => connectBeside(url, template);
  try {
    return await makeDatabase({
      url,
      kind: 'duet_copy',
      connect,
      async create(keeper, name) {
        await createDatabase(keeper, name, template);
        await copySettings(url, name);
      },
    });
  } catch (cause) {
    if (cause instanceof DuetError) throw cause;
    throw await cannotCopy(url, template, cause as Error & { code?: string }, connect);
  }
}

async function connectBeside(url: string, template: string): Promise<pg.Client> {
  const failures: unknown[] = [];
  for (const database of OTHERS.filter((name) => name !== template)) {
    try {
      return await connectTo(url, { database });
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

async function cannotCopy(
  url: string,
  template: string,
  cause: Error & { code?: string },
  connect: () => Promise<pg.Client>,
): Promise<DuetError> {
  const refuse = (why: string, hint: string) =>
    new DuetError(`${shownDatabase(url)} cannot be copied: ${why}`, { exitCode: EXIT.environment, hint, cause });
  const ofDuet = 'or let the service have a PostgreSQL of duet: database: { from: "duet" }';
  if (cause.code === IN_USE) {
    const sessions = await sessionsOn(template, connect);
    return refuse(
      `others are connected to it${sessions === '' ? '' : ` (${sessions})`}, and PostgreSQL copies only what nobody uses`,
      `end them, e.g. stop what runs on your machine; or give DATABASE_URL of a copy (\`createdb --template=${template} copy\`); ${ofDuet}`,
    );
  }
  if (cause.code === NOT_ALLOWED) {
    return refuse(
      cause.message,
      `the role needs CREATEDB (\`ALTER ROLE name CREATEDB\`) and must own the database; ${ofDuet}`,
    );
  }
  return refuse(cause.message, `give DATABASE_URL that leads to the server itself, not to a pooler; ${ofDuet}`);
}

/** Who they are, e.g. "psql of anna, process 4711". */
async function sessionsOn(database: string, connect: () => Promise<pg.Client>): Promise<string> {
  const client = await connect();
  try {
    const { rows } = await client.query<{ who: string }>(
      `SELECT concat(coalesce(nullif(application_name, ''), 'a session'), ' of ', usename, ', process ', pid) AS who
       FROM pg_stat_activity WHERE datname = $1 ORDER BY backend_start LIMIT 5`,
      [database],
    );
    return rows.map(({ who }) => who).join('; ');
  } finally {
    await client.end();
  }
}
