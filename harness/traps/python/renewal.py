"""What closes a pooled connection that works: its age, seen when it is taken."""

import json
import os
import time

from sqlalchemy import create_engine, event

REQUESTS = 20


def serve(case: str, recycle: int) -> dict[str, str | int]:
    engine = create_engine(os.environ["DATABASE_URL"], pool_recycle=recycle)
    opened: list[object] = []
    event.listen(engine, "connect", lambda *_: opened.append(None))
    for nth in range(REQUESTS):
        engine.connect().close()
        if nth == REQUESTS // 2 and recycle > 0:
            time.sleep(1.1)
    engine.dispose()
    return {"case": case, "requests": REQUESTS, "opened": len(opened)}


def main() -> None:
    cases = [
        serve("pool_recycle=-1, the default", -1),
        serve("pool_recycle=1, a pause of 1.1 s", 1),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
