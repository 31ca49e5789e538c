"""The pool of asyncpg, and SQL by hand; the queries of a profile run side by side."""

import asyncio
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from asyncpg import Pool, create_pool

from library import PoolOptions, Record, Row

PACKAGES = ("asyncpg",)

ADD = "UPDATE duet.orders SET amount_cents = amount_cents + $1 WHERE id = $2"
USER = "SELECT id, name, email, plan, country FROM duet.users WHERE id = $1"
ORDERS = "SELECT id, placed_on, amount_cents, status FROM duet.orders WHERE user_id = $1 ORDER BY 1"
REVIEWS = "SELECT id, product_id, rating, body FROM duet.reviews WHERE user_id = $1 ORDER BY id"
INSERT = "INSERT INTO duet.library_rows (id, user_id, body) VALUES ($1, $2, $3)"


async def open(url: str, pool: PoolOptions) -> "Asyncpg":
    # By default 10 connections, opened at once.
    sizes = {} if pool.max is None else {"min_size": min(10, pool.max), "max_size": pool.max}
    return Asyncpg(await create_pool(url, **sizes), pool.wait_s)


@dataclass
class Asyncpg:
    pool: Pool
    # The pool has no such setting: each caller says how long it waits; by default, forever.
    wait_s: float | None

    async def user(self, user_id: int) -> Record | None:
        return next(iter(await self.select(USER, user_id)), None)

    async def profile(self, user_id: int) -> Record | None:
        async with asyncio.TaskGroup() as group:
            queries = [self.select(sql, user_id) for sql in (USER, ORDERS, REVIEWS)]
            tasks = [group.create_task(query) for query in queries]
        users, orders, reviews = [task.result() for task in tasks]
        return users and {"user": users[0], "orders": orders, "reviews": reviews}

    async def select(self, sql: str, value: float) -> Sequence[Record]:
        async with self.pool.acquire(timeout=self.wait_s) as connection:
            return [dict(row) for row in await connection.fetch(sql, value)]

    async def transfer(self, source: int, target: int, cents: int) -> None:
        async with self.pool.acquire(timeout=self.wait_s) as connection, connection.transaction():
            await connection.execute(ADD, -cents, source)
            await connection.execute(ADD, cents, target)

    async def insert(self, rows: Sequence[Row]) -> None:
        async with self.pool.acquire(timeout=self.wait_s) as connection:
            await connection.executemany(INSERT, [astuple(row) for row in rows])

    async def sleep(self, seconds: float) -> None:
        await self.select("SELECT pg_sleep($1)", seconds)

    async def close(self) -> None:
        await self.pool.close()
