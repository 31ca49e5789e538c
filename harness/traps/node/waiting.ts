/** How long a caller waits when every connection is taken. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const PATIENCE_MS = 1_000;

async function serve(connectionTimeoutMillis: number) {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1, connectionTimeoutMillis });
  const client = await pool.connect();
  const asked = performance.now();
  const answer = pool.connect().then(
    (late) => late.release(),
    (error: Error) => error.message,
  );
  const said = await Promise.race([answer, sleep(PATIENCE_MS)]);
  const waitedMs = performance.now() - asked;
  const outcome = said === undefined ? `still waiting, waitingCount ${pool.waitingCount}` : 'error';
  client.release();
  await answer;
  await pool.end();
  const name = `connectionTimeoutMillis: ${connectionTimeoutMillis}`;
  return { case: name, waited_ms: waitedMs, outcome, ...(said === undefined ? {} : { said }) };
}

console.log(JSON.stringify([await serve(0), await serve(500)]));
