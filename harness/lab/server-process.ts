/** Finding the PostgreSQL server behind DATABASE_URL among the processes of this machine. */
import { connectTo } from './database-client.ts';
import { readStat } from './proc.ts';
import { accountOf, type ProcessAccount } from './process-accounts.ts';

const NAMES = ['postgres', 'postmaster'];

/**
 * The first process of the server, the parent of all its backends; undefined when it runs on another machine or in
 * another container, where its process ids mean nothing here.
 * @throws what pg throws when the server does not answer.
 */
export async function findServerProcess(url: string): Promise<number | undefined> {
  const client = await connectTo(url);
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
  const field = pid === undefined ? undefined : readStat(pid);
  return field !== undefined && NAMES.includes(field(2)) ? accountOf(field) : undefined;
}
