/** What breaks where a pooler gives each transaction another backend: all that belongs to a session. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const ROUNDS = 10;
/** PostgreSQL tells a backend of a NOTIFY at once; this is for a busy machine. */
const HEARD_MS = 300;

async function open(connectionString = process.env.POOLED_URL): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

/** Two clients of the pooler in turn. It has one backend, and a second one for who waits longer than a moment. */
const [first, second] = [await open(), await open()];

/** @param step of a client says whether it went wrong. */
async function tried(what: string, clients: pg.Client[], step: (client: pg.Client, round: number) => Promise<boolean>) {
  let wrong = 0;
  let said: string | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of clients) {
      const isWrong = await step(client, round).catch((error: Error) => {
        said ??= error.message;
        return true;
      });
      if (isWrong) wrong++;
    }
  }
  return { case: what, requests: ROUNDS * clients.length, wrong, ...(said === undefined ? {} : { said }) };
}

const statement = { text: 'SELECT $1::int AS n' };
const unnamed = await tried('statements without a name', [first, second], async (client, round) => {
  const { rows } = await client.query({ ...statement, values: [round] });
  return rows[0].n !== round;
});
const named = await tried('statements with a name', [first, second], async (client, round) => {
  const { rows } = await client.query({ ...statement, name: 'number', values: [round] });
  return rows[0].n !== round;
});

await first.query("SET lock_timeout = '7s'");
const settings = await tried('SET of another client', [second], async (client) => {
  const { rows } = await client.query('SHOW lock_timeout');
  return rows[0].lock_timeout === '7s';
});

let heard = 0;
for (const client of [first, second]) client.on('notification', () => heard++);
await first.query('LISTEN duet_trap');
const direct = await open(process.env.DATABASE_URL);
for (let round = 0; round < ROUNDS; round++) await direct.query(`NOTIFY duet_trap, '${round}'`);
await sleep(HEARD_MS);
const notifications = { case: 'notifications (LISTEN)', requests: ROUNDS, wrong: ROUNDS - heard };

/** The other client has the backend of the lock when it is to be given back. */
const locks = await tried('advisory locks given back', [first], async (client, round) => {
  await client.query('SELECT pg_advisory_lock($1)', [round]);
  await second.query('BEGIN');
  const { rows } = await client.query('SELECT pg_advisory_unlock($1) AS done', [round]);
  await second.query('COMMIT');
  return !rows[0].done;
});

for (const client of [first, second, direct]) await client.end();
console.log(JSON.stringify([unnamed, named, settings, notifications, locks]));
