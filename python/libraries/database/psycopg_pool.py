"""The pool of psycopg, and SQL by hand; the queries of a profile run side by side."""

import asyncio
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from database.pool_options import pool_options
from library import PoolOptions, Record, Row

PACKAGES = ("psycopg-pool", "psycopg")

ADD = "UPDATE duet.orders SET amount_cents = amount_cents + %s WHERE id = %s"
USER = "SELECT id, name, email, plan, country FROM duet.users WHERE id = %s"
ORDERS = "SELECT id, placed_on, amount_cents, status FROM duet.orders WHERE user_id = %s ORDER BY 1"
REVIEWS = "SELECT id, product_id, rating, body FROM duet.reviews WHERE user_id = %s ORDER BY id"
INSERT = "INSERT INTO duet.library_rows (id, user_id, body) VALUES (%s, %s, %s)"


async def open(url: str, pool: PoolOptions) -> "PsycopgPool":
    rows = {"row_factory": dict_row}
    connections = AsyncConnectionPool(url, kwargs=rows, open=False, **pool_options(pool))
    await connections.open()
    return PsycopgPool(connections)


@dataclass
class PsycopgPool:
    pool: AsyncConnectionPool

    async def user(self, user_id: int) -> Record | None:
        return next(iter(await self.select(USER, user_id)), None)

    async def profile(self, user_id: int) -> Record | None:
        async with asyncio.TaskGroup() as group:
            queries = [self.select(sql, user_id) for sql in (USER, ORDERS, REVIEWS)]
            tasks = [group.create_task(query) for query in queries]
        users, orders, reviews = [task.result() for task in tasks]
        return users and {"user": users[0], "orders": orders, "reviews": reviews}

    async def select(self, sql: str, value: float) -> Sequence[Record]:
        async with self.pool.connection() as connection:
            return await (await connection.execute(sql, (value,))).fetchall()

    async def transfer(self, source: int, target: int, cents: int) -> None:
        async with self.pool.connection() as connection:
            await connection.execute(ADD, (-cents, source))
            await connection.execute(ADD, (cents, target))

    async def insert(self, rows: Sequence[Row]) -> None:
        async with self.pool.connection() as connection, connection.cursor() as cursor:
            await cursor.executemany(INSERT, [astuple(row) for row in rows])

    async def sleep(self, seconds: float) -> None:
        await self.select("SELECT pg_sleep(%s)", seconds)

    async def close(self) -> None:
        await self.pool.close()
