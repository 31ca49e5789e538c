"""Which of the idle connections comes next, and so how many stay in use at low load."""

import json
import os

from sqlalchemy import create_engine, text

CONNECTIONS = 5
REQUESTS = 20


def serve(case: str, use_lifo: bool) -> dict[str, str | int]:
    engine = create_engine(
        os.environ["DATABASE_URL"], pool_size=CONNECTIONS, max_overflow=0, pool_use_lifo=use_lifo
    )
    held = [engine.connect() for _ in range(CONNECTIONS)]
    for connection in held:
        connection.close()
    used = set()
    for _ in range(REQUESTS):
        with engine.connect() as connection:
            used.add(connection.scalar(text("SELECT pg_backend_pid()")))
    engine.dispose()
    return {"case": case, "open": CONNECTIONS, "requests": REQUESTS, "used": len(used)}


def main() -> None:
    cases = [serve("FIFO, the default", False), serve("pool_use_lifo=True", True)]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
