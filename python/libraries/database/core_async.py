"""SQLAlchemy Core of asyncio; the driver stands in the address."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from database.core_tables import add, library_rows, of_user, orders, reviews, user_by_id
from database.engine_options import engine_options
from library import PoolOptions, Record, Row

PACKAGES = ("sqlalchemy",)


async def open(url: str, pool: PoolOptions) -> "Core":
    return Core(create_async_engine(url, **engine_options(pool)))


class Core:
    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def user(self, user_id: int) -> Record | None:
        return next(iter(await self.select(user_by_id(user_id))), None)

    async def profile(self, user_id: int) -> Record | None:
        """The queries run side by side, each on a connection of its own."""
        async with asyncio.TaskGroup() as group:
            user = group.create_task(self.user(user_id))
            their_orders = group.create_task(self.select(of_user(orders, user_id)))
            their_reviews = group.create_task(self.select(of_user(reviews, user_id)))
        lists = {"orders": their_orders.result(), "reviews": their_reviews.result()}
        return user.result() and {"user": user.result(), **lists}

    async def select(self, query: Select[Any]) -> Sequence[Record]:
        async with self.engine.connect() as connection:
            return (await connection.execute(query)).all()

    async def transfer(self, source: int, target: int, cents: int) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(add(source, -cents))
            await connection.execute(add(target, cents))

    async def insert(self, rows: Sequence[Row]) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(insert(library_rows), [asdict(row) for row in rows])

    async def sleep(self, seconds: float) -> None:
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})

    async def close(self) -> None:
        await self.engine.dispose()
