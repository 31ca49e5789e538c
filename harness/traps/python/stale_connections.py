"""Pooled connections that PostgreSQL has closed."""

import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from backends import end_sessions

CONNECTIONS = 3
SELECT = text("SELECT name FROM duet.users WHERE id = 7")


def read(engine: Engine, all_have_one: threading.Barrier) -> str | None:
    """What the request failed with, if it did."""
    try:
        with engine.connect() as connection:
            all_have_one.wait(timeout=5)
            connection.execute(SELECT).one()
    except DBAPIError as error:
        return str(error.orig).splitlines()[0]
    return None


def serve(case: str, at_once: bool, idle_s: float = 0, **options: Any) -> dict[str, str | int]:
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=CONNECTIONS, **options)
    held = [engine.connect() for _ in range(CONNECTIONS)]
    for connection in held:
        connection.close()
    end_sessions()
    time.sleep(idle_s)
    all_have_one = threading.Barrier(CONNECTIONS if at_once else 1)
    with ThreadPoolExecutor(CONNECTIONS if at_once else 1) as threads:
        outcomes = list(threads.map(lambda _: read(engine, all_have_one), range(CONNECTIONS)))
    engine.dispose()
    errors = [error for error in outcomes if error is not None]
    said = {"said": errors[0]} if errors else {}
    return {"case": case, "requests": CONNECTIONS, "failed": len(errors), **said}


def main() -> None:
    cases = [
        serve("default, at once", at_once=True),
        serve("default, one by one", at_once=False),
        serve("pool_pre_ping", at_once=True, pool_pre_ping=True),
        serve("pool_recycle below the server's limit", at_once=True, pool_recycle=1, idle_s=1.1),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
