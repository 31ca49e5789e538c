/** A pool per request, as `new pg.Pool()` in a route makes it, and what PostgreSQL keeps. */
import pg from 'pg';
import { sessions, stopObserving } from './backends.ts';

const options = { connectionString: process.env.DATABASE_URL };
const REQUESTS = 30;
let opened = 0;

function openPool(): pg.Pool {
  return new pg.Pool(options).on('connect', () => opened++);
}

const read = (pool: pg.Pool) => pool.query('SELECT name FROM duet.users WHERE id = 7');

/** Returns the pools that are still open. */
async function neverEnded(): Promise<pg.Pool[]> {
  const pools: pg.Pool[] = [];
  for (let n = 0; n < REQUESTS; n++) {
    const pool = openPool();
    await read(pool);
    pools.push(pool); // only to end them after the count: a route would forget it
  }
  return pools;
}

async function ended(): Promise<pg.Pool[]> {
  for (let n = 0; n < REQUESTS; n++) {
    const pool = openPool();
    await read(pool);
    await pool.end();
  }
  return [];
}

async function onePool(): Promise<pg.Pool[]> {
  const pool = openPool();
  for (let n = 0; n < REQUESTS; n++) await read(pool);
  return [pool];
}

async function serve(name: string, requests: () => Promise<pg.Pool[]>) {
  opened = 0;
  const pools = await requests();
  const found = { case: name, requests: REQUESTS, opened, left: await sessions() };
  await Promise.all(pools.map((pool) => pool.end()));
  return found;
}

const cases = [
  await serve('a pool per request', neverEnded),
  await serve('a pool per request, ended', ended),
  await serve('one pool', onePool),
];
await stopObserving();
console.log(JSON.stringify(cases));
