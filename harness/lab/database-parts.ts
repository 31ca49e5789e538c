/** The PostgreSQL that is observed, in the forms in which services take it: as an address, in parts, as libpq's variables. */
import { refused } from '../errors.ts';
import { hide } from '../secrets.ts';
import { connectionAttempts } from './connection-attempts.ts';

export interface DatabaseParts {
  /** The first, where there are several hosts. */
  db_host: string;
  db_port: number;
  db_user: string;
  db_password: string;
  db_name: string;
}

/**
 * What an address or name=value pairs say, completed as libpq would complete it. The password is hidden from now on.
 * @throws DuetError (exit 2) that names the part that is not understood.
 */
export function databaseParts(text: string, environment: NodeJS.ProcessEnv = process.env): DatabaseParts {
  const [first] = connectionAttempts(text, environment).flat();
  const { host = '', port = 0, user = '', password, database = '' } = first ?? {};
  const db_password = typeof password === 'string' ? password : (environment.PGPASSWORD ?? '');
  hide(db_password);
  return { db_host: host, db_port: port, db_user: user, db_password, db_name: database };
}

/** The variables that libpq reads, and most drivers after it. */
export function libpqVariables(text: string): Record<string, string> {
  const { db_host, db_port, db_user, db_password, db_name } = databaseParts(text);
  return { PGHOST: db_host, PGPORT: `${db_port}`, PGUSER: db_user, PGPASSWORD: db_password, PGDATABASE: db_name };
}

/**
 * The same address under another scheme, e.g. postgresql+asyncpg, by which SQLAlchemy finds its driver.
 * @throws DuetError (exit 2) where it is no address.
 */
export function withScheme(text: string, scheme: string): string {
  const [, rest] = text.trim().match(/^[a-z][\w+.-]*:\/\/(.*)$/is) ?? [];
  if (rest !== undefined) return `${scheme}://${rest}`;
  throw refused(
    `{database_url:${scheme}} needs an address, and DATABASE_URL holds name=value pairs`,
    'DATABASE_URL=postgresql://user@host:5432/db, or {db_host}, {db_port}, {db_user}, {db_password} and {db_name}',
  );
}
