/** Finding the PostgreSQL server behind DATABASE_URL among the processes of this machine. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type ProcessAccount, parseStat } from './process-accounts.ts';

/**
 * The first process of the server, the parent of all its backends; undefined when it runs on another machine or in
 * another container, where its process ids mean nothing here.
 * @throws what pg throws when the server does not answer.
 */
export async function findServerProcess(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks fails its query, too; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const backend = postgresProcess(rows[0]?.pid);
    return postgresProcess(backend?.parent)?.pid;
  } finally {
    await client.end();
  }
}

/** The process of that id, if it is PostgreSQL's: another machine's id may be anybody's here. */
function postgresProcess(pid: number | undefined): ProcessAccount | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return pid !== undefined && /\((postgres|postmaster)\)/.test(stat) ? parseStat(pid, stat) : undefined;
  } catch {
    return undefined;
  }
}
