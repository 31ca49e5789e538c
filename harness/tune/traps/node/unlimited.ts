/** What `max: 0` means: not "no bound", but the default. */
import pg from 'pg';
import { sessions, stopObserving } from './backends.ts';

const AT_ONCE = 15;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 0, connectionTimeoutMillis: 300 });
const asked = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => pool.connect()));
const open = await sessions();
for (const one of asked) if (one.status === 'fulfilled') one.value.release();
const kept = await sessions();
await pool.end();
await stopObserving();
console.log(JSON.stringify([{ case: 'max: 0', asked: AT_ONCE, open, kept }]));
