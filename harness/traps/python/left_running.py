"""What becomes of the other queries when one of three fails."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Coroutine

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

from backends import sleeping

OTHERS = 2

Query = Callable[[], Coroutine[None, None, None]]


class OneFailedError(Exception):
    pass


async def failing() -> None:
    """Fails once PostgreSQL works on the others."""
    while await asyncio.to_thread(sleeping) < OTHERS:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    raise OneFailedError


async def gather(queries: list[Query]) -> None:
    await asyncio.gather(*(query() for query in queries))


async def gather_outcomes(queries: list[Query]) -> None:
    outcomes = await asyncio.gather(*(query() for query in queries), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


async def task_group(queries: list[Query]) -> None:
    async with asyncio.TaskGroup() as group:
        for query in queries:
            group.create_task(query())


async def serve(
    case: str, engine: AsyncEngine, wait: Callable[[list[Query]], Awaitable[None]]
) -> dict[str, str | float]:
    ended: list[asyncio.Event] = []

    async def other() -> None:
        done = asyncio.Event()
        ended.append(done)
        try:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT pg_sleep(1)"))
        finally:
            done.set()

    started = time.perf_counter()
    try:
        await wait([*[other] * OTHERS, failing])
    except* OneFailedError:
        answered_ms = (time.perf_counter() - started) * 1_000
    assert isinstance(engine.pool, QueuePool)
    taken = engine.pool.checkedout()
    running = await asyncio.to_thread(sleeping)
    await asyncio.gather(*(done.wait() for done in ended))
    return {
        "case": case,
        "others": OTHERS,
        "running": running,
        "taken": taken,
        "answered_ms": answered_ms,
    }


async def main() -> None:
    engine = create_async_engine(os.environ["DATABASE_URL"])
    cases = [
        await serve("gather", engine, gather),
        await serve("gather(return_exceptions=True)", engine, gather_outcomes),
        await serve("TaskGroup", engine, task_group),
    ]
    await engine.dispose()
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
