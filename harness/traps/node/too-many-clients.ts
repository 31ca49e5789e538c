/** Four processes with a pool each: more connections than PostgreSQL has. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { fittingSize, sessions, stopObserving } from './backends.ts';

const PROCESSES = 4;

interface PoolOrder {
  url: string | undefined;
  max: number;
}

/** In each process: takes every connection of its pool, says what PostgreSQL refuses, and holds them until told. */
async function holdPool({ url, max }: PoolOrder): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max });
  const held: pg.PoolClient[] = [];
  const refusals: string[] = [];
  // At the same time, two could each see the other in the last place, and both be refused.
  for (let n = 0; n < max; n++) {
    await pool.connect().then(
      (client) => held.push(client),
      (error: Error) => refusals.push(error.message),
    );
  }
  process.send?.(refusals);
  await once(process, 'message');
  for (const client of held) client.release();
  await pool.end();
  process.disconnect();
}

async function serve(name: string, order: PoolOrder) {
  const processes = Array.from({ length: PROCESSES }, () => fork(import.meta.filename));
  const refusals: string[] = [];
  for (const child of processes) {
    child.send(order);
    refusals.push(...((await once(child, 'message'))[0] as string[]));
  }
  for (const child of processes) child.send('give back');
  await Promise.all(processes.map((child) => once(child, 'exit')));
  await sessions(); // until all have gone
  const wanted = PROCESSES * order.max;
  const counts = { wanted, opened: wanted - refusals.length, refused: refusals.length };
  return { case: `${PROCESSES} processes, ${name}`, ...counts, ...(refusals[0] ? { said: refusals[0] } : {}) };
}

if (process.send === undefined) {
  const { ORDINARY_URL: ordinary, DATABASE_URL: superuser } = process.env;
  const max = await fittingSize(PROCESSES);
  const cases = [
    await serve('pools of 10', { url: ordinary, max: 10 }),
    await serve('pools of 10, as superuser', { url: superuser, max: 10 }),
    await serve(`pools of ${max}`, { url: ordinary, max }),
  ];
  await stopObserving();
  console.log(JSON.stringify(cases));
} else {
  const [order] = await once(process, 'message');
  await holdPool(order as PoolOrder);
}
