/** A connection that is held while another service is awaited, and one that is given back first. */
import pg from 'pg';

const REQUESTS = 20;
const POOL = 5;
const SELECT = 'SELECT name FROM duet.users WHERE id = 7';

type Request = (pool: pg.Pool) => Promise<void>;

const callUpstream = async () => void (await (await fetch(`${process.env.UPSTREAM_URL}/details/7`)).text());

const held: Request = async (pool) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(SELECT);
    await callUpstream();
    await client.query(SELECT);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
};

const givenBack: Request = async (pool) => {
  await pool.query(SELECT);
  await callUpstream();
  await pool.query(SELECT);
};

/** How long connections have been taken from now on, in ms, all together. */
function measureHolding(pool: pg.Pool): () => number {
  const takenAt = new Map<pg.PoolClient, number>();
  let totalMs = 0;
  pool.on('acquire', (client) => takenAt.set(client, performance.now()));
  pool.on('release', (_error, client) => {
    totalMs += performance.now() - (takenAt.get(client) ?? 0);
  });
  return () => totalMs;
}

/** All requests at once, on connections that are open already. */
async function serve(name: string, request: Request) {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL });
  await Promise.all(Array.from({ length: REQUESTS }, () => givenBack(pool)));
  const heldMs = measureHolding(pool);
  const started = performance.now();
  await Promise.all(Array.from({ length: REQUESTS }, () => request(pool)));
  const tookMs = performance.now() - started;
  await pool.end();
  return {
    case: name,
    requests: REQUESTS,
    pool: POOL,
    held_ms: heldMs() / REQUESTS,
    took_ms: tookMs,
    per_second: (REQUESTS / tookMs) * 1_000,
  };
}

const cases = [await serve('held across the call', held), await serve('given back before the call', givenBack)];
console.log(JSON.stringify(cases));
