#!/usr/bin/env bash
# Fact: with a reset callback, psycopg_pool gives connections back through its background workers, of which there are
#   three, whatever max_size is. A pool of 20 whose reset takes 20 ms hands out at most 150 connections per second; the
#   others, which nobody uses, wait until it is their turn.
# Guess: each connection is reset as it comes back, as asyncpg does it: 20 at a time. num_workers looks like a matter of
#   how fast the pool grows.
# Why it is so: without reset the caller itself puts the connection back; with one, the return becomes a task in the queue
#   that num_workers workers empty.
# Versions: psycopg-pool 3.3.3, psycopg 3.3.9, asyncpg 0.32.0, PostgreSQL 18.4.
# Why it matters: where a query takes 20 ms, a reset of 20 ms can halve what a pool hands out, and with 20 workers it does.
#   With the three it is a ceiling for the whole service, which no larger max_size lifts: the pool looks too small, and
#   num_workers is what has to grow.
# Public threads: none found.
# Seen on 2026-11-30 (400 checkouts for a query of 20 ms, all asked for at once; pools of 20; resets of 20 ms):
#   psycopg_pool, no reset         624 checkouts/s  resets at once: 0
#   psycopg_pool, reset            127 checkouts/s  resets at once: 3
#   the same, num_workers=20       312 checkouts/s  resets at once: 20
#   asyncpg, reset                 402 checkouts/s  resets at once: 20
set -eu
. "$(dirname "$0")/lib/postgres.sh"
install_python psycopg-pool==3.3.3 'psycopg[binary]==3.3.9' asyncpg==0.32.0
start_postgres
cat >check.py <<'PY'
import asyncio, os, sys
from importlib.metadata import version
import asyncpg, psycopg_pool

url = os.environ["PGURL"]
print(", ".join(f"{name} {version(name)}" for name in ("psycopg-pool", "psycopg", "asyncpg")))
wait = "SELECT pg_sleep(0.02)"  # as far away as that
resetting = most = 0


async def reset(connection):
    global resetting, most
    resetting += 1
    most = max(most, resetting)
    await connection.execute(wait)
    resetting -= 1


async def measure(label, checkout):
    global most
    most = 0
    clock = asyncio.get_running_loop().time
    start = clock()
    await asyncio.gather(*(checkout() for _ in range(400)))
    seconds = clock() - start
    print(f"{label}  {400 / seconds:4.0f} checkouts/s  resets at once: {most}")
    return most, seconds


async def with_psycopg(label, **options):
    async with psycopg_pool.AsyncConnectionPool(
        url, min_size=20, max_size=20, kwargs={"autocommit": True}, open=False, **options
    ) as pool:
        await pool.wait()

        async def checkout():
            async with pool.connection() as connection:
                await connection.execute(wait)

        return await measure(label, checkout)


async def main():
    await with_psycopg("psycopg_pool, no reset      ")
    limited = await with_psycopg("psycopg_pool, reset         ", reset=reset)
    more = await with_psycopg("the same, num_workers=20    ", reset=reset, num_workers=20)
    async with asyncpg.create_pool(url, min_size=20, max_size=20, reset=reset) as pool:

        async def checkout():
            async with pool.acquire() as connection:
                await connection.execute(wait)

        other = await measure("asyncpg, reset              ", checkout)
    as_stated = limited[0] == 3 and limited[1] > 400 / 150 and more[0] == 20 and other[0] == 20
    print("As stated: three resets at once, whatever max_size is." if as_stated else "CHANGED.")
    return as_stated


sys.exit(0 if asyncio.run(main()) else 1)
PY
venv/bin/python check.py
