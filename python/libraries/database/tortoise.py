"""Tortoise ORM on asyncpg."""

from collections.abc import Sequence
from dataclasses import asdict

from tortoise import Tortoise
from tortoise.expressions import F
from tortoise.transactions import in_transaction

from database.tortoise_models import LibraryRow, Order, User
from library import PoolOptions, Record, Row

PACKAGES = ("tortoise-orm", "asyncpg")


async def open(url: str, pool: PoolOptions) -> "TortoiseOrm":
    # By default 1 to 5 connections. How long a caller waits for one cannot be bounded.
    address = f"asyncpg://{url.partition('://')[2]}"
    if pool.max is not None:
        address += f"{'&' if '?' in url else '?'}maxsize={pool.max}"
    await Tortoise.init(
        db_url=address,
        modules={"models": ["database.tortoise_models"]},
        # Requests do not descend from the task that opens, whose context alone would know it.
        _enable_global_fallback=True,
    )
    return TortoiseOrm()


class TortoiseOrm:
    async def user(self, user_id: int) -> Record | None:
        return await User.get_or_none(id=user_id)

    async def profile(self, user_id: int) -> Record | None:
        user = await User.get_or_none(id=user_id).prefetch_related("orders", "reviews")
        return user and {"user": user, "orders": [*user.orders], "reviews": [*user.reviews]}

    async def transfer(self, source: int, target: int, cents: int) -> None:
        async with in_transaction():
            await Order.filter(id=source).update(amount_cents=F("amount_cents") - cents)
            await Order.filter(id=target).update(amount_cents=F("amount_cents") + cents)

    async def insert(self, rows: Sequence[Row]) -> None:
        await LibraryRow.bulk_create([LibraryRow(**asdict(row)) for row in rows])

    async def sleep(self, seconds: float) -> None:
        await Tortoise.get_connection("default").execute_query("SELECT pg_sleep($1)", [seconds])

    async def close(self) -> None:
        await Tortoise.close_connections()
