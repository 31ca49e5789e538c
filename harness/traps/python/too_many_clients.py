"""Four processes with a pool each: more connections than PostgreSQL has."""

import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier, Lock

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from backends import fitting_size, sessions

PROCESSES = 4
all_have_tried: Barrier
one_at_a_time: Lock


def start_process(barrier: Barrier, lock: Lock) -> None:
    global all_have_tried, one_at_a_time
    all_have_tried, one_at_a_time = barrier, lock


def fill_pool(url: str, size: int) -> list[str]:
    """Takes every connection of this process's pool; what PostgreSQL refuses."""
    engine = create_engine(url, pool_size=size, max_overflow=0)
    held, refusals = [], []
    for _ in range(size):
        try:
            # At the same time, two could each see the other in the last place, and both be refused.
            with one_at_a_time:
                held.append(engine.connect())
        except OperationalError as error:
            refusals.append(str(error.orig).rpartition("FATAL:")[2].strip())
    all_have_tried.wait(timeout=10)
    for connection in held:
        connection.close()
    engine.dispose()
    return refusals


def main() -> None:
    ordinary, superuser = os.environ["ORDINARY_URL"], os.environ["DATABASE_URL"]
    fitting = fitting_size(PROCESSES)
    spawn = multiprocessing.get_context("spawn")
    shared = (spawn.Barrier(PROCESSES), spawn.Lock())
    cases = []
    with ProcessPoolExecutor(PROCESSES, spawn, start_process, shared) as pool:
        for case, url, size in (
            ("pools of 10", ordinary, 10),
            ("pools of 10, as superuser", superuser, 10),
            (f"pools of {fitting}", ordinary, fitting),
        ):
            results = pool.map(fill_pool, [url] * PROCESSES, [size] * PROCESSES)
            refusals = [refusal for each in results for refusal in each]
            wanted = PROCESSES * size
            counts = {"wanted": wanted, "opened": wanted - len(refusals), "refused": len(refusals)}
            said = {"said": refusals[0]} if refusals else {}
            cases.append({"case": f"{PROCESSES} processes, {case}", **counts, **said})
            sessions()  # until all have gone
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
