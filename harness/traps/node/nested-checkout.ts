/** Requests that take a second connection while they hold their first. */
import pg from 'pg';

const POOL = 5;
const TIMEOUT_MS = 1_000;
const SELECT = 'SELECT name FROM duet.users WHERE id = 7';

type Request = (pool: pg.Pool, allHaveOne: () => Promise<void>) => Promise<void>;

const nested: Request = async (pool, allHaveOne) => {
  const first = await pool.connect();
  try {
    await first.query(SELECT);
    await allHaveOne();
    await pool.query(SELECT); // e.g. a function that knows the pool, but not the connection
  } finally {
    first.release();
  }
};

const handedOn: Request = async (pool, allHaveOne) => {
  const client = await pool.connect();
  try {
    await client.query(SELECT);
    await allHaveOne();
    await client.query(SELECT);
  } finally {
    client.release();
  }
};

/** Resolves for everyone once so many have come. */
function barrier(parties: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    if (++arrived === parties) resolve();
    return promise;
  };
}

async function serve(name: string, requests: number, request: Request) {
  const pool = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: POOL,
    connectionTimeoutMillis: TIMEOUT_MS,
  });
  const allHaveOne = barrier(requests);
  const endedMs: number[] = [];
  const timed = async () => {
    const started = performance.now();
    await request(pool, allHaveOne).finally(() => endedMs.push(performance.now() - started));
  };
  const outcomes = await Promise.allSettled(Array.from({ length: requests }, timed));
  await pool.end();
  const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
  const counts = { requests, pool: POOL, timed_out: errors.length, first_ms: Math.min(...endedMs) };
  return { case: name, ...counts, ...(errors[0] ? { said: errors[0] } : {}) };
}

const cases = [
  await serve('as many requests as connections', POOL, nested),
  await serve('one request less', POOL - 1, nested),
  await serve('the first connection handed on', POOL, handedOn),
];
console.log(JSON.stringify(cases));
