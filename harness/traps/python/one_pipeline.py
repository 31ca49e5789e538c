"""Three statements sent together on one connection, one after the other, and on a connection
each."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from sqlalchemy import make_url

from proxy import counts
from spans import TIMED, overlap_of

STATEMENTS = 3
URL = make_url(os.environ["PROXIED_URL"]).set(drivername="postgresql")

Row = tuple[Any, ...]
Connections = list[psycopg.AsyncConnection[Row]]


def round_trips() -> int:
    return counts()["round_trips"]


async def query(connection: psycopg.AsyncConnection[Row]) -> list[Row]:
    return await (await connection.execute(TIMED)).fetchall()


async def together(connections: Connections) -> list[Row]:
    connection, *_ = connections
    async with connection.pipeline():
        cursors = [await connection.execute(TIMED) for _ in range(STATEMENTS)]
    return [row for cursor in cursors for row in await cursor.fetchall()]


async def in_a_row(connections: Connections) -> list[Row]:
    connection, *_ = connections
    return [row for _ in range(STATEMENTS) for row in await query(connection)]


async def a_connection_each(connections: Connections) -> list[Row]:
    return [row for rows in await asyncio.gather(*map(query, connections)) for row in rows]


async def serve(
    case: str, connections: Connections, run: Callable[[Connections], Awaitable[list[Row]]]
) -> dict[str, str | float]:
    before = round_trips()
    started = time.perf_counter()
    rows = await run(connections)
    took_ms = (time.perf_counter() - started) * 1_000
    return {
        "case": case,
        "statements": STATEMENTS,
        "round_trips": round_trips() - before,
        **overlap_of(rows),
        "took_ms": took_ms,
    }


async def main() -> None:
    address = URL.render_as_string(hide_password=False)
    # Nothing is prepared, which would be a round trip more for the sixth.
    connections = [
        await psycopg.AsyncConnection.connect(address, autocommit=True, prepare_threshold=None)
        for _ in range(STATEMENTS)
    ]
    cases = [
        await serve("three in a pipeline", connections, together),
        await serve("one after the other", connections, in_a_row),
        await serve("gather, a connection for each", connections, a_connection_each),
    ]
    for connection in connections:
        await connection.close()
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
