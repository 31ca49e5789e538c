"""How long a caller waits when every connection is taken."""

import json
import os
import time

from sqlalchemy import create_engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


def serve(timeout_s: float) -> dict[str, str | float]:
    engine = create_engine(
        os.environ["DATABASE_URL"], pool_size=1, max_overflow=0, pool_timeout=timeout_s
    )
    with engine.connect():
        asked = time.perf_counter()
        try:
            engine.connect()
        except PoolTimeoutError as error:
            waited_ms = (time.perf_counter() - asked) * 1_000
            said = str(error)
    engine.dispose()
    case = f"pool_timeout={timeout_s}"
    return {"case": case, "waited_ms": waited_ms, "outcome": "error", "said": said}


def main() -> None:
    print(json.dumps([serve(0.5)]))


if __name__ == "__main__":
    main()
