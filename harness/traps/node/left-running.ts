/** What becomes of the other queries when one of three fails. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sleeping, stopObserving } from './backends.ts';

const OTHERS = 2;

/** What is asked for at once, and the backends that work on it. */
interface Work {
  queries: Promise<unknown>[];
  pids: number[];
}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

function begin(): Work {
  const pids: number[] = [];
  const others = Array.from({ length: OTHERS }, async () => {
    const client = await pool.connect();
    try {
      pids.push((await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0);
      await client.query('SELECT pg_sleep(1)');
    } finally {
      client.release();
    }
  });
  return { queries: [...others, failing()], pids };
}

/** Fails once PostgreSQL works on the others. */
async function failing(): Promise<never> {
  while ((await sleeping()) < OTHERS) await sleep(5);
  throw new Error('one of three has failed');
}

const all = ({ queries }: Work) => Promise.all(queries);

async function allSettled({ queries }: Work): Promise<void> {
  const outcomes = await Promise.allSettled(queries);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function cancelling({ queries, pids }: Work): Promise<void> {
  try {
    await Promise.all(queries);
  } catch (error) {
    await pool.query('SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS pid', [pids]);
    await Promise.allSettled(queries);
    throw error;
  }
}

async function serve(name: string, wait: (work: Work) => Promise<unknown>) {
  const work = begin();
  const started = performance.now();
  const failed = await wait(work).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(`${name}: nothing has failed`);
  const answeredMs = performance.now() - started;
  const taken = pool.totalCount - pool.idleCount;
  const running = await sleeping();
  await Promise.allSettled(work.queries);
  return { case: name, others: OTHERS, running, taken, answered_ms: answeredMs };
}

const cases = [
  await serve('Promise.all', all),
  await serve('Promise.allSettled', allSettled),
  await serve('Promise.all, then pg_cancel_backend', cancelling),
];
await pool.end();
await stopObserving();
console.log(JSON.stringify(cases));
