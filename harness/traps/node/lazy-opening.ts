/** When pg.Pool opens connections, and when it closes them. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sessions, stopObserving } from './backends.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 30, idleTimeoutMillis: 2_000 });
const cases: { case: string; connections: number }[] = [];
const note = async (name: string) => cases.push({ case: name, connections: await sessions() });

await note('new pg.Pool()');
(await pool.connect()).release();
await note('one connection used');
const clients = await Promise.all(Array.from({ length: 8 }, () => pool.connect()));
for (const client of clients) client.release();
await note('8 used at once, given back');
await sleep(2_100);
await note('idleTimeoutMillis (here 2 s) later');
await pool.end();
await stopObserving();
console.log(JSON.stringify(cases));
