"""Overflow connections: when QueuePool closes them, and what that costs."""

import json
import os
import time
from collections.abc import Callable

from sqlalchemy import Engine, create_engine, event

BURSTS = 5
AT_ONCE = 15


def bursts(engine: Engine) -> None:
    """15 connections taken, all given back, five times."""
    for _ in range(BURSTS):
        held = [engine.connect() for _ in range(AT_ONCE)]
        for connection in held:
            connection.close()


def steady(engine: Engine) -> None:
    """As many checkouts, but never fewer than 14 taken: the idle queue is never full."""
    held = [engine.connect() for _ in range(AT_ONCE)]
    for _ in range((BURSTS - 1) * AT_ONCE):
        held.pop(0).close()
        held.append(engine.connect())
    for connection in held:
        connection.close()


def serve(
    case: str, size: int, overflow: int, use: Callable[[Engine], None]
) -> dict[str, str | float]:
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=size, max_overflow=overflow)
    opened: list[object] = []
    event.listen(engine, "connect", lambda *_: opened.append(None))
    started = time.perf_counter()
    use(engine)
    took_ms = (time.perf_counter() - started) * 1_000
    engine.dispose()
    return {
        "case": f"{size} + {overflow}, {case}",
        "checkouts": BURSTS * AT_ONCE,
        "opened": len(opened),
        "took_ms": took_ms,
    }


def main() -> None:
    cases = [
        serve("bursts of 15", 5, 10, bursts),
        serve("bursts of 15", 15, 0, bursts),
        serve("always 14 or 15 in use", 5, 10, steady),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
