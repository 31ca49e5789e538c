"""When QueuePool opens connections, and that it keeps them."""

import json
import os
import time

from sqlalchemy import create_engine

from backends import sessions


def main() -> None:
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=20, max_overflow=10)
    cases: list[dict[str, str | int]] = []

    def note(case: str) -> None:
        cases.append({"case": case, "connections": sessions()})

    note("create_engine()")
    engine.connect().close()
    note("one connection used")
    held = [engine.connect() for _ in range(8)]
    for connection in held:
        connection.close()
    note("8 used at once, given back")
    time.sleep(1)
    note("a second later")
    for _ in range(20):
        engine.connect().close()
    note("20 more, one after the other")
    engine.dispose()
    note("dispose()")
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
