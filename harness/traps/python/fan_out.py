"""Three queries at once for each request, on a pool that has not three connections for each."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

from spans import TIMED, overlap_of

REQUESTS = 4
QUERIES = 3
SMALL = REQUESTS
LARGE = REQUESTS * QUERIES
TIMEOUT_S = 0.5

Row = tuple[Any, ...]


class Database:
    """A pool whose connections are open, and how many waited for one of them at most."""

    def __init__(self, engine: AsyncEngine, size: int) -> None:
        self.engine = engine
        self.size = size
        self.asking = 0
        self.waiting = 0
        self.all_have_one = asyncio.Barrier(REQUESTS)

    async def query(self) -> Row:
        assert isinstance(self.engine.pool, QueuePool)
        self.asking += 1
        wanted = self.asking + self.engine.pool.checkedout()
        self.waiting = max(self.waiting, wanted - self.size)
        try:
            connection = await self.engine.connect()
        finally:
            self.asking -= 1
        try:
            return tuple((await connection.execute(text(TIMED))).one())
        finally:
            await connection.close()


Request = Callable[[Database], Awaitable[list[Row]]]


async def in_a_row(database: Database) -> list[Row]:
    return [await database.query() for _ in range(QUERIES)]


async def at_once(database: Database) -> list[Row]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(database.query()) for _ in range(QUERIES)]
    return [task.result() for task in tasks]


async def holding(database: Database) -> list[Row]:
    """The request has a connection, and its three queries ask for others."""
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT 1"))
        await database.all_have_one.wait()
        return await at_once(database)


async def serve(case: str, size: int, request: Request) -> dict[str, str | float]:
    timeout_s = TIMEOUT_S if request is holding else 30
    engine = create_async_engine(
        os.environ["DATABASE_URL"], pool_size=size, max_overflow=0, pool_timeout=timeout_s
    )
    for connection in [await engine.connect() for _ in range(size)]:
        await connection.close()
    database = Database(engine, size)
    started = time.perf_counter()
    outcomes = await asyncio.gather(
        *(request(database) for _ in range(REQUESTS)), return_exceptions=True
    )
    took_ms = (time.perf_counter() - started) * 1_000
    await engine.dispose()
    rows = [row for outcome in outcomes if isinstance(outcome, list) for row in outcome]
    errors = [said_of(outcome) for outcome in outcomes if isinstance(outcome, BaseException)]
    return {
        "case": case,
        "requests": REQUESTS,
        "pool": size,
        "waiting": database.waiting,
        "at_once": overlap_of(rows)["at_once"],
        "timed_out": len(errors),
        "took_ms": took_ms,
        **({"said": errors[0]} if errors else {}),
    }


def said_of(error: BaseException) -> str:
    """What the first of a group of errors said, if it is that of the pool."""
    if isinstance(error, BaseExceptionGroup):
        return said_of(error.exceptions[0])
    if not isinstance(error, PoolTimeoutError):
        raise error
    return str(error)


async def main() -> None:
    cases = [
        await serve("at once, inside a transaction", SMALL, holding),
        await serve("at once", SMALL, at_once),
        await serve("in a row", SMALL, in_a_row),
        await serve("at once, a connection for each", LARGE, at_once),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
