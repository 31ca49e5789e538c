"""`def` routes run on 40 threads, and a thread that waits for a connection is taken."""

import asyncio
import json
import os
import time

import anyio.to_thread
import httpx
from fastapi import FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.pool import QueuePool

REQUESTS = 60
CONNECTIONS = 30
QUERY_S = 0.4

engine = create_engine(os.environ["DATABASE_URL"], pool_size=CONNECTIONS, max_overflow=0)
app = FastAPI()


@app.get("/orders")
def orders() -> str:
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": QUERY_S})
    return "orders"


@app.get("/light")
def light() -> str:
    """Needs no database, but a thread."""
    return "light"


@app.get("/light-async")
async def light_async() -> str:
    """Needs neither."""
    return "light"


async def serve(case: str, threads: int, light_path: str) -> dict[str, str | float]:
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = threads
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        serving = [asyncio.create_task(client.get("/orders")) for _ in range(REQUESTS)]
        while taken() < CONNECTIONS or limiter.borrowed_tokens < min(threads, REQUESTS):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        busy = limiter.borrowed_tokens
        started = time.perf_counter()
        await client.get(light_path)
        light_ms = (time.perf_counter() - started) * 1_000
        await asyncio.gather(*serving)
    return {
        "case": case,
        "threads": threads,
        "connections": CONNECTIONS,
        "busy": busy,
        "waiting": busy - CONNECTIONS,
        "light_ms": light_ms,
    }


def taken() -> int:
    assert isinstance(engine.pool, QueuePool)
    return engine.pool.checkedout()


def open_connections() -> None:
    held = [engine.connect() for _ in range(CONNECTIONS)]
    for connection in held:
        connection.close()


async def main() -> None:
    open_connections()
    cases = [
        await serve("40 threads, a light def route", 40, "/light"),
        await serve("40 threads, a light async def route", 40, "/light-async"),
        await serve("80 threads, a light def route", 80, "/light"),
    ]
    engine.dispose()
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
