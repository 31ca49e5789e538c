/** Three statements sent together on one connection, one after the other, and on a connection each. */
import pg from 'pg';
import { counts } from './proxy.ts';
import { overlapOf, type Span, TIMED } from './spans.ts';

const STATEMENTS = 3;
const connectionString = process.env.PROXIED_URL;

const roundTrips = async () => (await counts()).round_trips;

const pool = new pg.Pool({ connectionString });

/** Without values several statements can be sent as one text; pg then gives a result for each. */
async function together(): Promise<Span[]> {
  const results = (await pool.query(Array(STATEMENTS).fill(TIMED).join(';'))) as unknown as pg.QueryResult<Span>[];
  return results.flatMap(({ rows }) => rows);
}

async function inARow(): Promise<Span[]> {
  const spans: Span[] = [];
  for (let n = 0; n < STATEMENTS; n++) spans.push(...(await pool.query<Span>(TIMED)).rows);
  return spans;
}

async function aConnectionEach(): Promise<Span[]> {
  const results = await Promise.all(Array.from({ length: STATEMENTS }, () => pool.query<Span>(TIMED)));
  return results.flatMap(({ rows }) => rows);
}

async function serve(name: string, run: () => Promise<Span[]>) {
  const before = await roundTrips();
  const started = performance.now();
  const spans = await run();
  const tookMs = performance.now() - started;
  return {
    case: name,
    statements: STATEMENTS,
    round_trips: (await roundTrips()) - before,
    ...overlapOf(spans),
    took_ms: tookMs,
  };
}

await Promise.all(Array.from({ length: STATEMENTS }, () => pool.query('SELECT 1'))); // opens its connections
const cases = [
  await serve('three in one query()', together),
  await serve('one after the other', inARow),
  await serve('Promise.all on a pool', aConnectionEach),
];
await pool.end();
console.log(JSON.stringify(cases));
