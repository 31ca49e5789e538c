"""Who gets the connection that is given back: the one that waits, or the one that gives it back?"""

import asyncio
import json
import os
import threading
import time

from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

URL = os.environ["DATABASE_URL"]
ROUNDS = 100
SELECT = text("SELECT name FROM duet.users WHERE id = 7")


def with_threads() -> int:
    engine = create_engine(URL, pool_size=1, max_overflow=0, pool_timeout=10)
    served = threading.Event()

    def wait_for_one() -> None:
        with engine.connect():
            served.set()

    connection = engine.connect()
    waiter = threading.Thread(target=wait_for_one)
    waiter.start()
    time.sleep(0.05)  # now it waits
    overtakings = 0
    for _ in range(ROUNDS):
        connection.execute(SELECT)
        connection.close()
        connection = engine.connect()
        if served.is_set():
            break
        overtakings += 1
    connection.close()
    waiter.join()
    engine.dispose()
    return overtakings


async def with_tasks() -> int:
    engine = create_async_engine(URL, pool_size=1, max_overflow=0, pool_timeout=10)
    served = asyncio.Event()

    async def wait_for_one() -> None:
        async with engine.connect():
            served.set()

    connection = await engine.connect()
    waiter = asyncio.create_task(wait_for_one())
    await asyncio.sleep(0.05)  # now it waits
    overtakings = 0
    for _ in range(ROUNDS):
        await connection.execute(SELECT)
        await connection.close()
        connection = await engine.connect()
        if served.is_set():
            break
        overtakings += 1
    await connection.close()
    await waiter
    await engine.dispose()
    return overtakings


def main() -> None:
    cases = [
        {"case": "QueuePool, threads", "rounds": ROUNDS, "overtaken": with_threads()},
        {"case": "AsyncAdaptedQueuePool", "rounds": ROUNDS, "overtaken": asyncio.run(with_tasks())},
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
