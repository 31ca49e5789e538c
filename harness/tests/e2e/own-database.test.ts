/** A run on the reader's own PostgreSQL: it works there, in its own schema, and touches nothing else. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../lab/postgres.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { readResults } from '../../results/run-folder.ts';
import { duet } from './duet-process.ts';
import { noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';

let place: Place;
let workplace: Workplace;
let server: Database;
let client: pg.Client;

beforeAll(async () => {
  place = makePlace();
  workplace = openWorkplace(`test-own-database-${process.pid}`);
  const logs = join(place.dir, 'logs');
  mkdirSync(logs);
  server = await openDatabase(workplace, logs);
  client = new pg.Client(server.url);
  await client.connect();
  await client.query(`
    CREATE SCHEMA precious; CREATE TABLE precious.things (id int PRIMARY KEY);
    INSERT INTO precious.things SELECT generate_series(1, 100);
    CREATE TABLE public.users (id int); INSERT INTO public.users VALUES (1)`);
});
afterAll(async () => {
  await client?.end();
  await server?.[Symbol.asyncDispose]();
  await workplace?.[Symbol.asyncDispose]();
  place?.[Symbol.dispose]();
});

/** Everything outside of the schema duet: relations with their file and age, settings, roles, the other rows. */
async function everythingElse() {
  const { rows } = await client.query(`
    SELECT n.nspname, c.relname, c.relkind::text, c.oid::text, c.relfilenode::text
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('duet', 'pg_toast', 'pg_catalog', 'information_schema')
    UNION ALL SELECT 'schema', nspname, '', oid::text, '' FROM pg_namespace
      WHERE nspname <> 'duet' AND nspname !~ '^pg_(toast_)?temp_'
    UNION ALL SELECT 'role', rolname, '', oid::text, '' FROM pg_roles
    UNION ALL SELECT 'database', datname, '', oid::text, '' FROM pg_database
    UNION ALL SELECT 'setting', setdatabase::text, setrole::text, setconfig::text, '' FROM pg_db_role_setting
    UNION ALL SELECT 'extension', extname, '', oid::text, '' FROM pg_extension
    UNION ALL SELECT 'row', id::text, xmin::text, ctid::text, '' FROM precious.things
    UNION ALL SELECT 'row', id::text, xmin::text, ctid::text, 'public' FROM public.users
    ORDER BY 1, 2, 3, 4`);
  return rows;
}

test('touches only its own schema, and says where it ran', async () => {
  const before = await everythingElse();
  const args = ['compare', '--profile', 'smoke', '--pattern', 'pooling'];
  const { exitCode, stdout, stderr } = await duet(place, args, { env: { DATABASE_URL: server.url } });
  expect(exitCode, stderr).toBe(0);

  const folder = runFolders(place)[0] as string;
  const { run, patterns } = readResults(join(folder, 'results.json'));
  expect(run.environment.postgres_source).toBe('DATABASE_URL');
  // It runs on this machine, so that its CPU time is not mistaken for that of strangers.
  if (noProc === undefined) expect(run.environment.missing.join()).not.toContain('CPU of other processes');
  // This server has the extension, but nobody told it to count; that is its owner's business.
  expect(run.environment.missing).toContainEqual(expect.stringContaining('pg_stat_statements.track'));
  const counts = patterns[0]?.stacks.node?.cells[0]?.inspection?.counts;
  expect(counts).toMatchObject({ round_trips: 4, connections: 1, sessions: 1 });
  expect(counts).not.toHaveProperty('statements');
  expect(patterns[0]?.stacks.python?.cells.map(({ status }) => status)).toEqual(['measured', 'measured', 'measured']);
  const { rows } = await client.query('SELECT count(*)::int AS users FROM duet.users');
  expect(rows).toEqual([{ users: 10_000 }]);
  expect(await everythingElse()).toEqual(before);

  const password = new URL(server.url).password;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  for (const text of [stdout, stderr, ...texts]) expect(text).not.toContain(password);
});

test('leaves no connection open', async () => {
  const { rows } = await client.query(
    "SELECT application_name FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  expect(rows).toEqual([]);
});
