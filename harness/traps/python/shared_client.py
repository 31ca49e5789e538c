"""Three queries at once in one session, on one connection, and in a session each."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from sqlalchemy import make_url, text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from spans import TIMED, overlap_of

QUERIES = 3
URL = os.environ["DATABASE_URL"]

Row = tuple[Any, ...]


async def serve(case: str, query: Callable[[], Awaitable[Row]]) -> dict[str, str | float]:
    started = time.perf_counter()
    outcomes = await asyncio.gather(*(query() for _ in range(QUERIES)), return_exceptions=True)
    took_ms = (time.perf_counter() - started) * 1_000
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    for error in errors:
        if not isinstance(error, InvalidRequestError):
            raise error
    return {
        "case": case,
        "queries": QUERIES,
        "failed": len(errors),
        **overlap_of([outcome for outcome in outcomes if not isinstance(outcome, BaseException)]),
        "took_ms": took_ms,
        **({"said": str(errors[0]).splitlines()[0]} if errors else {}),
    }


async def one_session(engine: AsyncEngine) -> dict[str, str | float]:
    async with AsyncSession(engine) as session:

        async def query() -> Row:
            return tuple((await session.execute(text(TIMED))).one())

        return await serve("gather in one AsyncSession", query)


async def one_connection() -> dict[str, str | float]:
    address = make_url(URL).set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(address) as connection:

        async def query() -> Row:
            row = await (await connection.execute(TIMED)).fetchone()
            assert row is not None
            return row

        return await serve("gather on one AsyncConnection of psycopg", query)


async def a_session_each(engine: AsyncEngine) -> dict[str, str | float]:
    # The pool opens its connections, so that the queries do not wait for them.
    for connection in [await engine.connect() for _ in range(QUERIES)]:
        await connection.close()

    async def query() -> Row:
        async with AsyncSession(engine) as session:
            return tuple((await session.execute(text(TIMED))).one())

    return await serve("gather, a session for each", query)


async def main() -> None:
    engine = create_async_engine(URL)
    cases = [await one_session(engine), await one_connection(), await a_session_each(engine)]
    await engine.dispose()
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
