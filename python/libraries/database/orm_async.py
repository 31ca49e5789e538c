"""SQLAlchemy's ORM of asyncio; the driver stands in the address."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from database.engine_options import engine_options
from database.orm_models import LibraryRow, User, add
from library import PoolOptions, Record, Row

PACKAGES = ("sqlalchemy",)


async def open(url: str, pool: PoolOptions) -> "Orm":
    return Orm(create_async_engine(url, **engine_options(pool)))


class Orm:
    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def user(self, user_id: int) -> Record | None:
        async with self.sessions() as session:
            return await session.get(User, user_id)

    async def profile(self, user_id: int) -> Record | None:
        loads = [selectinload(User.orders), selectinload(User.reviews)]
        async with self.sessions() as session:
            user = await session.get(User, user_id, options=loads)
        return user and {"user": user, "orders": user.orders, "reviews": user.reviews}

    async def transfer(self, source: int, target: int, cents: int) -> None:
        async with self.sessions.begin() as session:
            await session.execute(add(source, -cents))
            await session.execute(add(target, cents))

    async def insert(self, rows: Sequence[Row]) -> None:
        async with self.sessions.begin() as session:
            await session.execute(insert(LibraryRow), [asdict(row) for row in rows])

    async def sleep(self, seconds: float) -> None:
        async with self.sessions() as session:
            await session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})

    async def close(self) -> None:
        await self.engine.dispose()
