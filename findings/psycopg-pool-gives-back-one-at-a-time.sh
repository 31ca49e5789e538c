#!/usr/bin/env bash
# Fact: max_idle of psycopg_pool is not how long an idle connection is kept. Once per max_idle the pool closes one
#   connection. After a burst to min_size + 10 it takes eleven times max_idle until the pool is small again; with
#   the 10 minutes of the default, close to two hours, all of them without a single query.
# Guess: ten connections that fell idle together are closed together, max_idle seconds later, as pg.Pool's
#   idleTimeoutMillis and asyncpg's max_inactive_connection_lifetime do.
# Versions: psycopg-pool 3.3.3, psycopg 3.3.9, PostgreSQL 18.4.
# Why it matters: the connections of a fleet add up. A few Python services that had one burst each hold most of the
#   server's max_connections for hours, and a Node service beside them, whose pool shrank in 10 s, is refused its
#   own. Budgets that count on "idle for ten minutes, then gone" do not hold.
# Public threads: psycopg/psycopg#381 (connections idle for longer than max_idle).
# Seen on 2026-11-28 (connections by seconds of rest, min_size 1, max_size 11, max_idle 1 s):
#   psycopg_pool  0.5 s: 11  2.5 s: 9  4.5 s: 7  6.5 s: 5
#   asyncpg       0.5 s: 11  2.5 s: 1
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


async def watch(label, burst, size, looks):
    await asyncio.gather(*(burst() for _ in range(11)))
    sizes, clock = [], asyncio.get_running_loop().time
    start = clock()
    for look in looks:
        await asyncio.sleep(start + look - clock())
        sizes.append(size())
    print(f"{label}  " + "  ".join(f"{look} s: {seen}" for look, seen in zip(looks, sizes)))
    return sizes


async def main():
    async with psycopg_pool.AsyncConnectionPool(url, min_size=1, max_size=11, max_idle=1, open=False) as pool:
        await pool.wait()

        async def burst():
            async with pool.connection() as connection:
                await connection.execute("SELECT pg_sleep(0.5)")

        stepwise = await watch("psycopg_pool", burst, lambda: pool.get_stats()["pool_size"], [0.5, 2.5, 4.5, 6.5])
    async with asyncpg.create_pool(url, min_size=1, max_size=11, max_inactive_connection_lifetime=1) as pool:
        together = await watch("asyncpg     ", lambda: pool.execute("SELECT pg_sleep(0.5)"), pool.get_size, [0.5, 2.5])
    as_stated = stepwise[0] == 11 and 3 <= stepwise[-1] <= 7 and together[0] == 11 and together[1] <= 1
    print("As stated: one connection per max_idle." if as_stated else "CHANGED: idle connections no longer leave one by one.")
    return as_stated


sys.exit(0 if asyncio.run(main()) else 1)
PY
venv/bin/python check.py
