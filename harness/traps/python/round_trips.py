"""What one SELECT costs in round trips to PostgreSQL, counted by the proxy in between."""

import json
import os
from collections.abc import Callable

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from proxy import counts

URL = os.environ["PROXIED_URL"]


def read(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT name FROM duet.users WHERE id = 7")).one()


def measure(case: str, request: Callable[[], None]) -> dict[str, str | int]:
    before = counts()
    request()
    after = counts()
    names = ("connections", "round_trips")
    return {"case": case, **{name: after[name] - before[name] for name in names}}


def new_engine() -> None:
    engine = create_engine(URL)
    read(engine)
    engine.dispose()


def warm(engine: Engine) -> Callable[[], None]:
    read(engine)
    return lambda: read(engine)


def main() -> None:
    queue_pool = create_engine(URL)
    cases = [
        measure("a new engine", new_engine),
        measure("NullPool", warm(create_engine(URL, poolclass=NullPool))),
        measure("QueuePool: BEGIN, SELECT, ROLLBACK", warm(queue_pool)),
        measure("QueuePool with pool_pre_ping", warm(create_engine(URL, pool_pre_ping=True))),
        measure(
            "QueuePool with AUTOCOMMIT",
            warm(create_engine(URL, isolation_level="AUTOCOMMIT")),
        ),
        measure("QueuePool, connected but nothing executed", lambda: queue_pool.connect().close()),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
