/** Three queries at once on one client, and on a pool. */
import pg from 'pg';
import { overlapOf, type Span, TIMED } from './spans.ts';

const QUERIES = 3;
const connectionString = process.env.DATABASE_URL;

async function serve(name: string, query: () => Promise<pg.QueryResult<Span>>) {
  const started = performance.now();
  const results = await Promise.all(Array.from({ length: QUERIES }, query));
  const tookMs = performance.now() - started;
  return {
    case: name,
    queries: QUERIES,
    failed: 0,
    ...overlapOf(results.flatMap(({ rows }) => rows)),
    took_ms: tookMs,
  };
}

const client = new pg.Client({ connectionString });
await client.connect();
const pool = new pg.Pool({ connectionString });
await Promise.all(Array.from({ length: QUERIES }, () => pool.query('SELECT 1'))); // opens its connections

const cases = [
  await serve('Promise.all on one client', () => client.query<Span>(TIMED)),
  await serve('Promise.all on a pool', () => pool.query<Span>(TIMED)),
];
await client.end();
await pool.end();
console.log(JSON.stringify(cases));
