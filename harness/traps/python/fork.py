"""An engine that was used before os.fork(): both processes write to one connection."""

import json
import os

from sqlalchemy import Engine, create_engine, text

from backends import sessions


def backend_of(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def in_child(engine: Engine, dispose: bool) -> int:
    """The backend that a forked child reaches by the engine, while its parent stands still."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            if dispose:
                engine.dispose(close=False)  # forget the parent's connections, do not close them
            os.write(writing, str(backend_of(engine)).encode())
        finally:
            os._exit(0)  # without the clean-up of a parent
    os.wait()
    return int(os.read(reading, 20))


def serve(case: str, dispose: bool) -> dict[str, str | int]:
    engine = create_engine(os.environ["DATABASE_URL"])
    parents = backend_of(engine)
    backends = {parents, in_child(engine, dispose)}
    engine.dispose()
    sessions()  # until it has gone
    return {"case": case, "processes": 2, "backends": len(backends)}


def main() -> None:
    cases = [
        serve("the parent's engine", dispose=False),
        serve("the parent's engine, dispose(close=False) first", dispose=True),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
