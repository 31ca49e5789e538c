/**
 * Whether a pooler stands in front of PostgreSQL: it gives its clients a cancel key of its own, and in transaction mode
 * the backend changes between the transactions of one session. A PostgreSQL that is asked directly does neither.
 */
import type pg from 'pg';
import { connectTo, OBSERVER } from '../../lab/database-client.ts';
import type { PoolerSign } from '../../results/tune.ts';

const ROUNDS = 3;
/** In session mode a second session may wait for a connection of the pooler that never comes free. */
const TIMEOUT_MS = 2_000;

/** @throws what pg throws when nobody answers at all. */
export async function seePoolerSigns(url: string): Promise<PoolerSign[]> {
  const client = await connectTo(url, OBSERVER);
  try {
    const backend = await backendOf(client);
    // pg keeps it for cancelling, and its types do not know it.
    const { processID } = client as pg.Client & { processID: number | null };
    const signs: PoolerSign[] = processID === backend ? [] : ['foreign-key'];
    return (await shareBackends(client, url)) ? [...signs, 'shared-backend'] : signs;
  } finally {
    await client.end();
  }
}

/** Two sessions in turn: an idle pooler gives the next transaction the backend that came back last. */
async function shareBackends(first: pg.Client, url: string): Promise<boolean> {
  const second = await connectTo(url, { ...OBSERVER, query_timeout: TIMEOUT_MS }).catch(() => undefined);
  if (second === undefined) return false;
  const seen = [new Set<number>(), new Set<number>()] as const;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      seen[0].add(await backendOf(first));
      seen[1].add(await backendOf(second));
    }
  } catch {
    return false;
  } finally {
    await second.end().catch(() => {});
  }
  return seen.some(({ size }) => size > 1) || [...seen[0]].some((backend) => seen[1].has(backend));
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid as number;
}
