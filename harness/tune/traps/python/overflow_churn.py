"""Overflow connections: when QueuePool closes them, and what that costs."""

import json
import os
import time

from sqlalchemy import create_engine, event

BURSTS = 5
AT_ONCE = 15


def bursts(size: int, overflow: int) -> dict[str, float]:
    """15 connections taken, all given back, five times."""
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=size, max_overflow=overflow)
    opened: list[object] = []
    event.listen(engine, "connect", lambda *_: opened.append(None))
    started = time.perf_counter()
    for _ in range(BURSTS):
        held = [engine.connect() for _ in range(AT_ONCE)]
        for connection in held:
            connection.close()
    took_ms = (time.perf_counter() - started) * 1_000
    engine.dispose()
    return {"checkouts": BURSTS * AT_ONCE, "opened": len(opened), "took_ms": took_ms}


def steady(size: int, overflow: int) -> dict[str, float]:
    """As many checkouts, but never fewer than 14 taken: the idle queue is never full."""
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=size, max_overflow=overflow)
    opened: list[object] = []
    event.listen(engine, "connect", lambda *_: opened.append(None))
    started = time.perf_counter()
    held = [engine.connect() for _ in range(AT_ONCE)]
    for _ in range(BURSTS * AT_ONCE - AT_ONCE):
        held.pop(0).close()
        held.append(engine.connect())
    took_ms = (time.perf_counter() - started) * 1_000
    for connection in held:
        connection.close()
    engine.dispose()
    return {"checkouts": BURSTS * AT_ONCE, "opened": len(opened), "took_ms": took_ms}


def main() -> None:
    cases = [
        {"case": "5 + 10, bursts of 15", **bursts(5, 10)},
        {"case": "15 + 0, bursts of 15", **bursts(15, 0)},
        {"case": "5 + 10, always 14 or 15 in use", **steady(5, 10)},
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
