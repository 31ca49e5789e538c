/** What `max: 0` means: not "no bound", but the default. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sessions, stopObserving } from './backends.ts';

const AT_ONCE = 15;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 0 });
const givingBack = Promise.withResolvers<void>();
let taken = 0;
const requests = Array.from({ length: AT_ONCE }, async () => {
  const client = await pool.connect();
  taken++;
  await givingBack.promise;
  client.release();
});
while (taken < pool.totalCount) await sleep(10); // some are being opened
const open = await sessions();
givingBack.resolve();
await Promise.all(requests);
const kept = await sessions();
await pool.end();
await stopObserving();
console.log(JSON.stringify([{ case: 'max: 0', asked: AT_ONCE, open, kept }]));
