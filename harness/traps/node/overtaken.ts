/** Who gets the connection that is given back: the one that waits, or the one that gives it back? */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const ROUNDS = 100;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
let served = false;
let client = await pool.connect();
const waiting = pool.connect().then((own) => {
  served = true;
  own.release();
});
await sleep(50); // now it waits
let overtaken = 0;
for (let round = 0; round < ROUNDS; round++) {
  await client.query('SELECT name FROM duet.users WHERE id = 7');
  client.release();
  client = await pool.connect();
  if (served) break;
  overtaken++;
}
client.release();
await waiting;
await pool.end();
console.log(JSON.stringify([{ case: 'pg.Pool', rounds: ROUNDS, overtaken }]));
