#!/usr/bin/env bash
# Fact: a query that asyncio.timeout() ends costs SQLAlchemy its connection. asyncpg and psycopg 3 have PostgreSQL cancel the
#   statement and go on with the connection; under SQLAlchemy's async engine they do the same, and then the connection is
#   closed and another one opened: 20 sessions for 20 timeouts, with either driver. Without SQLAlchemy it is none.
# Guess: the engine treats a cancelled query as the driver does. Or: psycopg 3, which waits until the server has confirmed the
#   cancellation, keeps it, and asyncpg does not.
# Why it is so: for the engine a CancelledError, like KeyboardInterrupt, means that the connection can no longer be used,
#   whatever its driver has made of it.
# Versions: SQLAlchemy 2.1.9, asyncpg 0.32.0, psycopg 3.3.9, psycopg-pool 3.3.3, PostgreSQL 18.4.
# Why it matters: timeouts come when the database is slow. Each then adds a cancel request and a new session, with its
#   login and the dialect's first statements, to a server that has no time already. A TaskGroup of which one query fails
#   pays for each of the others. A statement_timeout of the same length ends the query on the server and keeps the
#   connection (last line).
# Public threads: sqlalchemy/sqlalchemy#6652 and #12077 (what is left open after a cancellation).
# Seen on 2026-11-30 (5 connections, 20 queries cancelled after 0.2 s; sessions that PostgreSQL started meanwhile and
#   statements that ran on):
#   asyncpg                           new sessions  0  still running 0  TimeoutError
#   psycopg_pool                      new sessions  0  still running 0  TimeoutError
#   SQLAlchemy on asyncpg             new sessions 20  still running 0  TimeoutError
#   SQLAlchemy on psycopg             new sessions 20  still running 0  TimeoutError
#   the same with statement_timeout   new sessions  0  still running 0  OperationalError
set -eu
. "$(dirname "$0")/lib/postgres.sh"
install_python psycopg-pool==3.3.3 'psycopg[binary]==3.3.9' asyncpg==0.32.0 'SQLAlchemy[asyncio]==2.1.9'
start_postgres
cat >check.py <<'PY'
import asyncio, os, sys
from importlib.metadata import version
import asyncpg, psycopg_pool
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

url = os.environ["PGURL"]
print(", ".join(f"{name} {version(name)}" for name in ("SQLAlchemy", "asyncpg", "psycopg", "psycopg-pool")))


def sessions():
    with open("postgres.log") as log:
        return sum("connection authorized" in line for line in log)


async def measure(label, query, looking, limit=0.2):
    async def cancelled():
        try:
            async with asyncio.timeout(limit):
                await query("SELECT pg_sleep(5)")
        except Exception as error:
            return type(error).__name__

    await asyncio.gather(*(query("SELECT pg_sleep(0.1)") for _ in range(5)))  # all five are open now
    await asyncio.sleep(0.5)
    before = sessions()
    ended = [name for _ in range(4) for name in await asyncio.gather(*(cancelled() for _ in range(5)))]
    running = await looking.fetchval("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleep(5)'")
    await asyncio.gather(*(query("SELECT pg_sleep(0.1)") for _ in range(5)))
    await asyncio.sleep(0.5)
    started = sessions() - before
    print(f"{label}  new sessions {started:2}  still running {running}  {', '.join(sorted(set(map(str, ended))))}")
    return started


async def through_engine(label, driver, looking, options="", limit=0.2):
    engine = create_async_engine(url.replace("postgresql:", f"postgresql+{driver}:") + options, pool_size=5, max_overflow=0)

    async def query(statement):
        async with engine.connect() as connection:
            await connection.execute(text(statement))

    started = await measure(label, query, looking, limit)
    await engine.dispose()
    return started


async def main():
    looking = await asyncpg.connect(url)
    await looking.execute("ALTER SYSTEM SET log_connections = 'authorization'")
    await looking.execute("SELECT pg_reload_conf()")
    await asyncio.sleep(0.5)
    async with asyncpg.create_pool(url, min_size=5, max_size=5) as pool:
        kept = [await measure("asyncpg                         ", pool.fetch, looking)]
    async with psycopg_pool.AsyncConnectionPool(url, min_size=5, max_size=5, open=False) as pool:

        async def query(statement):
            async with pool.connection() as connection:
                await connection.execute(statement)

        kept.append(await measure("psycopg_pool                    ", query, looking))
    closed = [
        await through_engine("SQLAlchemy on asyncpg           ", "asyncpg", looking),
        await through_engine("SQLAlchemy on psycopg           ", "psycopg", looking),
    ]
    kept.append(
        await through_engine(
            "the same with statement_timeout ", "psycopg", looking, "?options=-c%20statement_timeout%3D200", limit=5
        )
    )
    await looking.close()
    as_stated = kept == [0, 0, 0] and closed == [20, 20]
    print("As stated: a new session for each timeout, through SQLAlchemy alone." if as_stated else "CHANGED.")
    return as_stated


sys.exit(0 if asyncio.run(main()) else 1)
PY
venv/bin/python check.py
