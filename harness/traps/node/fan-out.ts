/** Three queries at once for each request, on a pool that has not three connections for each. */
import pg from 'pg';
import { overlapOf, type Span, TIMED } from './spans.ts';

const REQUESTS = 4;
const QUERIES = 3;
const SMALL = REQUESTS;
const LARGE = REQUESTS * QUERIES;
const TIMEOUT_MS = 500;

type Query = () => Promise<Span>;
type Request = (query: Query, inTransaction: (work: () => Promise<Span[]>) => Promise<Span[]>) => Promise<Span[]>;

const threeOf = (query: Query) => Promise.all(Array.from({ length: QUERIES }, query));

const inARow: Request = async (query) => {
  const spans: Span[] = [];
  for (let n = 0; n < QUERIES; n++) spans.push(await query());
  return spans;
};

const atOnce: Request = threeOf;

/** The request has a connection, and its three queries ask for others. */
const holding: Request = (query, inTransaction) => inTransaction(() => threeOf(query));

async function serve(name: string, size: number, request: Request) {
  const connectionTimeoutMillis = request === holding ? TIMEOUT_MS : 0;
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: size, connectionTimeoutMillis });
  const clients = await Promise.all(Array.from({ length: size }, () => pool.connect()));
  for (const client of clients) client.release();

  let waiting = 0;
  const query: Query = async () => {
    const asking = pool.query<Span>(TIMED);
    // Those that are given an idle connection stand in the queue for a moment, too.
    waiting = Math.max(waiting, pool.totalCount - pool.idleCount + pool.waitingCount - size);
    return (await asking).rows[0] as Span;
  };
  const allHaveOne = barrier(REQUESTS);
  const inTransaction = async (work: () => Promise<Span[]>) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await allHaveOne();
      return await work();
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };

  const started = performance.now();
  const outcomes = await Promise.allSettled(Array.from({ length: REQUESTS }, () => request(query, inTransaction)));
  const tookMs = performance.now() - started;
  await pool.end();
  const spans = outcomes.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
  const said = errors[0] === undefined ? {} : { said: errors[0] };
  const counts = {
    requests: REQUESTS,
    pool: size,
    waiting,
    at_once: overlapOf(spans).at_once,
    timed_out: errors.length,
  };
  return { case: name, ...counts, took_ms: tookMs, ...said };
}

/** Resolves for everyone once so many have come. */
function barrier(parties: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    if (++arrived === parties) resolve();
    return promise;
  };
}

const cases = [
  await serve('at once, inside a transaction', SMALL, holding),
  await serve('at once', SMALL, atOnce),
  await serve('in a row', SMALL, inARow),
  await serve('at once, a connection for each', LARGE, atOnce),
];
console.log(JSON.stringify(cases));
