/** What closes a pooled connection that works: its uses, its age. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const REQUESTS = 20;

async function serve(name: string, options: pg.PoolConfig, pauseMs = 0) {
  let opened = 0;
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, ...options }).on('connect', () => opened++);
  for (let n = 0; n < REQUESTS; n++) {
    await pool.query('SELECT name FROM duet.users WHERE id = 7');
    if (n === REQUESTS / 2) await sleep(pauseMs);
  }
  await pool.end();
  return { case: name, requests: REQUESTS, opened };
}

console.log(
  JSON.stringify([
    await serve('the defaults', {}),
    await serve('maxUses: 5', { maxUses: 5 }),
    await serve('idleTimeoutMillis: 200, a pause of 0.3 s', { idleTimeoutMillis: 200 }, 300),
    await serve('maxLifetimeSeconds: 1, a pause of 1.1 s', { maxLifetimeSeconds: 1 }, 1_100),
  ]),
);
