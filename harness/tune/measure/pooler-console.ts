/** The admin console of PgBouncer: a database called `pgbouncer` that answers SHOW, and nothing but simple queries. */
import type pg from 'pg';
import { connectTo, OBSERVER } from '../../lab/database-client.ts';

/** A line of an answer, as text or numbers. */
type Row = Record<string, unknown>;

export interface PoolerConsole extends AsyncDisposable {
  /** "PgBouncer 1.18.0". */
  readonly version: string;
  show(what: 'CONFIG' | 'DATABASES' | 'USERS' | 'POOLS' | 'SERVERS' | 'CLIENTS'): Promise<Row[]>;
}

/** @throws what pg throws when the role may not, or when there is no such console. */
export async function openPoolerConsole(url: string): Promise<PoolerConsole> {
  const client = await connectTo(url, { ...OBSERVER, database: 'pgbouncer' });
  try {
    const show = async (what: string) => (await client.query<Row & pg.QueryResultRow>(`SHOW ${what}`)).rows;
    const [row] = await show('VERSION');
    return {
      version: String(row?.version),
      show,
      [Symbol.asyncDispose]: () => client.end(),
    };
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}
