"""What 0 and -1 mean: no bound at all."""

import json
import os

from sqlalchemy import create_engine

from backends import sessions

AT_ONCE = 15


def serve(pool_size: int, max_overflow: int) -> dict[str, str | int]:
    engine = create_engine(
        os.environ["DATABASE_URL"],
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=0.1,
    )
    held = [engine.connect() for _ in range(AT_ONCE)]
    at_once = sessions()
    for connection in held:
        connection.close()
    kept = sessions()
    engine.dispose()
    sessions()  # until all have gone
    case = f"pool_size={pool_size}, max_overflow={max_overflow}"
    return {"case": case, "asked": AT_ONCE, "open": at_once, "kept": kept}


def main() -> None:
    print(json.dumps([serve(5, -1), serve(0, 0)]))


if __name__ == "__main__":
    main()
