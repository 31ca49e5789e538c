/** What one SELECT costs in round trips to PostgreSQL, counted by the proxy in between. */
import pg from 'pg';
import { counts } from './proxy.ts';

const connectionString = process.env.PROXIED_URL;
const SELECT = 'SELECT name FROM duet.users WHERE id = 7';

async function measure(name: string, request: () => Promise<unknown>) {
  const before = await counts();
  await request();
  const after = await counts();
  return {
    case: name,
    connections: after.connections - before.connections,
    round_trips: after.round_trips - before.round_trips,
  };
}

async function newClient(): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(SELECT);
  await client.end();
}

const pool = new pg.Pool({ connectionString });
const read = () => pool.query(SELECT);

async function inTransaction(): Promise<void> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(SELECT);
  await client.query('COMMIT');
  client.release();
}

await read();
const cases = [
  await measure('a new client', newClient),
  await measure('pg.Pool', read),
  await measure('pg.Pool: BEGIN, SELECT, COMMIT', inTransaction),
  await measure('pg.Pool, connected but nothing executed', async () => (await pool.connect()).release()),
];
await pool.end();
console.log(JSON.stringify(cases));
