"""Requests that take a second connection while they hold their first."""

import json
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

POOL = 5
TIMEOUT_S = 1
SELECT = text("SELECT name FROM duet.users WHERE id = 7")


def nested(engine: Engine, all_have_one: threading.Barrier) -> None:
    with engine.connect() as first:
        first.execute(SELECT)
        all_have_one.wait()
        with engine.connect() as second:  # e.g. a helper that opens a session of its own
            second.execute(SELECT)


def handed_on(engine: Engine, all_have_one: threading.Barrier) -> None:
    with engine.connect() as connection:
        connection.execute(SELECT)
        all_have_one.wait()
        connection.execute(SELECT)


def serve(
    case: str, requests: int, request: Callable[[Engine, threading.Barrier], None]
) -> dict[str, str | float]:
    engine = create_engine(
        os.environ["DATABASE_URL"], pool_size=POOL, max_overflow=0, pool_timeout=TIMEOUT_S
    )
    all_have_one = threading.Barrier(requests)
    ended_ms: list[float] = []

    def timed() -> None:
        started = time.perf_counter()
        try:
            request(engine, all_have_one)
        finally:
            ended_ms.append((time.perf_counter() - started) * 1_000)

    with ThreadPoolExecutor(requests) as threads:
        running = [threads.submit(timed) for _ in range(requests)]
    engine.dispose()
    errors = [error for each in running if (error := each.exception()) is not None]
    for error in errors:
        if not isinstance(error, PoolTimeoutError):
            raise error
    return {
        "case": case,
        "requests": requests,
        "pool": POOL,
        "timed_out": len(errors),
        "first_ms": min(ended_ms),
        **({"said": str(errors[0])} if errors else {}),
    }


def main() -> None:
    cases = [
        serve("as many requests as connections", POOL, nested),
        serve("one request less", POOL - 1, nested),
        serve("the first connection handed on", POOL, handed_on),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
