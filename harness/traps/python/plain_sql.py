"""SQL as a string and `%s`, as it was written before SQLAlchemy 2."""

import json
import os
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, create_engine, text

SQL = "SELECT name FROM duet.users WHERE id ="


def plain_string(connection: Connection) -> Any:
    return connection.execute(f"{SQL} 7")  # type: ignore[call-overload]


def percent_s(connection: Connection) -> Any:
    return connection.execute(text(f"{SQL} %s"), (7,))  # type: ignore[arg-type]


def named(connection: Connection) -> Any:
    return connection.execute(text(f"{SQL} :id"), {"id": 7})


def to_the_driver(connection: Connection) -> Any:
    return connection.exec_driver_sql(f"{SQL} %s", (7,))


def attempt(connection: Connection, case: str, run: Callable[[Connection], Any]) -> dict[str, str]:
    try:
        return {"case": case, "answer": run(connection).scalar_one()}
    except Exception as error:
        name = f"{type(error).__module__}.{type(error).__name__}"
        return {"case": case, "answer": "error", "said": f"{name}: {error}".splitlines()[0]}


def main() -> None:
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        cases = [
            attempt(connection, 'execute("… = 7")', plain_string),
            attempt(connection, 'execute(text("… = %s"), (7,))', percent_s),
            attempt(connection, 'execute(text("… = :id"), {"id": 7})', named),
            attempt(connection, 'exec_driver_sql("… = %s", (7,))', to_the_driver),
        ]
    engine.dispose()
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
