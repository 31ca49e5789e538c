/** A database made for one diff on a server that is there already. */
import type pg from 'pg';
import { refused } from '../errors.ts';
import { connectTo } from './database-client.ts';

interface Encoding {
  encoding: string;
  collate: string;
  ctype: string;
  /** c, i (ICU) or b (built in); before version 15 there is only c. */
  provider: string | null;
  locale: string | null;
  /** The names of what ALTER DATABASE … SET was told. */
  settings: string[];
}

/**
 * With the encoding, the locale and the settings of the database that `client` is connected to, so that the same statement
 * costs the same in both.
 * @param template copied as it is; an empty database by default.
 * @throws what PostgreSQL says where the role may not.
 */
export async function createDatabase(client: pg.Client, name: string, template?: string): Promise<void> {
  const quoted = client.escapeIdentifier(name);
  if (template !== undefined) {
    await client.query(`CREATE DATABASE ${quoted} TEMPLATE ${client.escapeIdentifier(template)}`);
    return;
  }
  const like = await describe(client);
  await client.query(`CREATE DATABASE ${quoted} TEMPLATE template0 ${localeOf(client, like)}`);
  await setAsHere(client, name, like.settings);
}

/** Ends what is connected to it first. Nothing happens where there is no such database. */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  // A backend that was told to end takes a moment; PostgreSQL itself waits up to five seconds for it.
  for (let attempt = 1; attempt <= 3; attempt++) {
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    if (await dropUnused(client, name)) return;
  }
  throw new Error('somebody connects to it again and again');
}

/** False where somebody is connected to it. */
export async function dropUnused(client: pg.Client, name: string): Promise<boolean> {
  try {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== IN_USE) throw error;
    return false;
  }
}
const IN_USE = '55006';

/** What ALTER DATABASE … SET told one database, told another one, too: a copy does not have it. */
export async function copySettings(url: string, name: string): Promise<void> {
  const client = await connectTo(url);
  try {
    const { settings } = await describe(client);
    await setAsHere(client, name, settings);
  } finally {
    await client.end();
  }
}

async function setAsHere(client: pg.Client, name: string, settings: readonly string[]): Promise<void> {
  for (const setting of settings) {
    const [database, parameter] = [name, setting].map((one) => client.escapeIdentifier(one));
    await client.query(`ALTER DATABASE ${database} SET ${parameter} FROM CURRENT`);
  }
}

/**
 * The same server with another database, in the same form: an address, or name=value pairs, of which the last one counts.
 * @throws DuetError (exit 2) for an address with several hosts.
 */
export function withDatabase(url: string, name: string): string {
  if (!url.includes('://')) return `${url} dbname='${name.replaceAll(/['\\]/g, '\\$&')}'`;
  if (!URL.canParse(url)) {
    throw refused(
      'DATABASE_URL has several hosts, or something else that leaves no place for another database',
      'give the address of one server: postgresql://user:password@host:5432/db',
    );
  }
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

async function describe(client: pg.Client): Promise<Encoding> {
  // Some columns as JSON, because older versions do not have them or call them differently.
  const { rows } = await client.query<Encoding>(`
    SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS collate, datctype AS ctype,
           to_jsonb(d) ->> 'datlocprovider' AS provider,
           coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale,
           ARRAY(SELECT split_part(setting, '=', 1)
                 FROM pg_db_role_setting, unnest(setconfig) AS setting
                 WHERE setdatabase = d.oid AND setrole = 0) AS settings
    FROM pg_database d WHERE datname = current_database()`);
  return rows[0] as Encoding;
}

function localeOf(client: pg.Client, { encoding, collate, ctype, provider, locale }: Encoding): string {
  const parts = { ENCODING: encoding, LC_COLLATE: collate, LC_CTYPE: ctype };
  const own: Record<string, string> =
    locale === null || provider === 'c' || provider === null
      ? {}
      : provider === 'i'
        ? { LOCALE_PROVIDER: 'icu', ICU_LOCALE: locale }
        : { LOCALE_PROVIDER: 'builtin', BUILTIN_LOCALE: locale };
  return Object.entries({ ...parts, ...own })
    .map(([name, value]) => `${name} ${client.escapeLiteral(value)}`)
    .join(' ');
}
