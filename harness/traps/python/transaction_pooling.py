"""Statements that psycopg prepares, where a pooler gives each transaction another backend."""

import json
import os
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

CONNECTIONS = 5
REQUESTS = 100
SELECT = text("SELECT CAST(:n AS integer)")


def serve(case: str, **options: Any) -> dict[str, str | int]:
    """Five connections in turn, as FIFO gives them: each runs the statement twenty times."""
    engine = create_engine(os.environ["POOLED_URL"], pool_size=CONNECTIONS, **options)
    held = [engine.connect() for _ in range(CONNECTIONS)]
    for connection in held:
        connection.close()
    errors: list[str] = []
    for n in range(REQUESTS):
        try:
            with engine.connect() as connection:
                connection.execute(SELECT, {"n": n}).one()
        except DBAPIError as error:
            errors.append(str(error.orig).splitlines()[0])
    engine.dispose()
    said = {"said": errors[0]} if errors else {}
    return {"case": case, "requests": REQUESTS, "wrong": len(errors), **said}


def main() -> None:
    autocommit = {"isolation_level": "AUTOCOMMIT"}
    never = {"connect_args": {"prepare_threshold": None}}
    cases = [
        serve("default: ROLLBACK at each return"),
        serve("AUTOCOMMIT: prepared at the sixth run", **autocommit),
        serve("AUTOCOMMIT, prepare_threshold=None", **autocommit, **never),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
