"""A connection that is held while another service is awaited, and one that is given back first."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

REQUESTS = 20
POOL = 5
SELECT = text("SELECT name FROM duet.users WHERE id = 7")

Request = Callable[[AsyncEngine, httpx.AsyncClient], Awaitable[None]]


async def held(engine: AsyncEngine, upstream: httpx.AsyncClient) -> None:
    async with engine.connect() as connection:
        await connection.execute(SELECT)
        await upstream.get("/details/7")
        await connection.execute(SELECT)


async def given_back(engine: AsyncEngine, upstream: httpx.AsyncClient) -> None:
    async with engine.connect() as connection:
        await connection.execute(SELECT)
    await upstream.get("/details/7")
    async with engine.connect() as connection:
        await connection.execute(SELECT)


def measure_holding(engine: AsyncEngine) -> Callable[[], float]:
    """How long connections have been taken from now on, in seconds, all together."""
    taken_at: dict[Any, float] = {}
    total_s = 0.0

    def checkout(_: object, record: object, __: object) -> None:
        taken_at[record] = time.perf_counter()

    def checkin(_: object, record: object) -> None:
        nonlocal total_s
        total_s += time.perf_counter() - taken_at.pop(record)

    event.listen(engine.sync_engine, "checkout", checkout)
    event.listen(engine.sync_engine, "checkin", checkin)
    return lambda: total_s


async def serve(case: str, request: Request) -> dict[str, str | float]:
    """All requests at once, on connections that are open already."""
    engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=POOL, max_overflow=0)
    async with httpx.AsyncClient(base_url=os.environ["UPSTREAM_URL"]) as upstream:
        await asyncio.gather(*(given_back(engine, upstream) for _ in range(REQUESTS)))
        held_s = measure_holding(engine)
        started = time.perf_counter()
        await asyncio.gather(*(request(engine, upstream) for _ in range(REQUESTS)))
        took_s = time.perf_counter() - started
    await engine.dispose()
    return {
        "case": case,
        "requests": REQUESTS,
        "pool": POOL,
        "held_ms": held_s() / REQUESTS * 1_000,
        "took_ms": took_s * 1_000,
        "per_second": REQUESTS / took_s,
    }


async def main() -> None:
    cases = [
        await serve("held across the call", held),
        await serve("given back before the call", given_back),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
