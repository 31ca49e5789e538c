/**
 * A service as readers have them, for tests: an HTTP server on one pool. Run as a process of its own, its variables say
 * how many connections it needs, and how it is told where the database is and how long to wait.
 */
import { createServer } from 'node:http';
import pg from 'pg';

const {
  PORT,
  POOL,
  /** The wait for a connection, in whole seconds; anything else ends the service. */
  WAIT_S = '0',
  /** The least pool with which it starts. */
  POOL_MIN = '1',
  /** Connections that a request holds at the same time, one opened while the ones before are held. */
  AT_ONCE = '1',
  /** Connections that it holds from the start, to listen. */
  LISTENERS = '0',
  /** Where the database is: without them the variables of libpq say so. */
  DB_ADDRESS,
  DB_HOST,
  DB_PORT,
  DB_USER,
  DB_PASSWORD,
  DB_NAME,
} = process.env;

if (!/^\d+$/.test(WAIT_S)) throw new Error(`WAIT_S must be a whole number, and is "${WAIT_S}"`);
if (Number(POOL) < Number(POOL_MIN)) throw new Error(`the pool must have ${POOL_MIN} connections or more`);

const parts =
  DB_HOST === undefined
    ? {}
    : { host: DB_HOST, port: Number(DB_PORT), user: DB_USER, password: DB_PASSWORD, database: DB_NAME };
const pool = new pg.Pool({
  ...parts,
  ...(DB_ADDRESS === undefined ? {} : { connectionString: DB_ADDRESS }),
  max: Number(POOL),
  connectionTimeoutMillis: Number(WAIT_S) * 1_000,
});
pool.on('error', () => {});
// In the log, where nobody should read it.
console.log('logs in with', DB_PASSWORD ?? DB_ADDRESS ?? process.env.PGPASSWORD);

/** Answers with nothing until it holds them. */
const listening = Promise.all(
  Array.from({ length: Number(LISTENERS) }, async () => (await pool.connect()).query('LISTEN changes')),
);
listening.catch(() => {});

async function answer(depth: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_sleep(0.005)');
    if (depth > 1) await answer(depth - 1);
  } finally {
    client.release();
  }
}

createServer(async (_, response) => {
  try {
    await listening;
    await answer(Number(AT_ONCE));
    response.end('fine');
  } catch (error) {
    response.writeHead(503).end((error as Error).message);
  }
}).listen(Number(PORT), '127.0.0.1');
