"""An engine per request, as `create_engine()` in a route makes it, and what PostgreSQL keeps."""

import gc
import json
import os

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import Pool

from backends import sessions

URL = os.environ["DATABASE_URL"]
REQUESTS = 30


def read(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT name FROM duet.users WHERE id = 7")).one()


# Each returns the engines that the service still holds after its requests.


def never_disposed() -> list[Engine]:
    for _ in range(REQUESTS):
        read(create_engine(URL))
    return []


def disposed() -> list[Engine]:
    for _ in range(REQUESTS):
        engine = create_engine(URL)
        try:
            read(engine)
        finally:
            engine.dispose()
    return []


def one_engine() -> list[Engine]:
    engine = create_engine(URL)
    for _ in range(REQUESTS):
        read(engine)
    return [engine]


def main() -> None:
    sessions()  # the observer's own connection is open now
    opened: list[object] = []
    event.listen(Pool, "connect", lambda connection, _: opened.append(id(connection)))
    cases = []
    for case, serve in (
        ("an engine per request", never_disposed),
        ("an engine per request, disposed", disposed),
        ("one engine", one_engine),
    ):
        opened.clear()
        engines = serve()
        cases.append(
            {"case": case, "requests": REQUESTS, "opened": len(opened), "left": sessions()}
        )
        for engine in engines:
            engine.dispose()
        gc.collect()  # what this case left is not counted in the next
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
