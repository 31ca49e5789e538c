"""What a pool of workers does after one of them was killed in the middle of its task."""

import json
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

TASKS = 5
WORKERS = 2
SPAWN = multiprocessing.get_context("spawn")


def task(n: int) -> int:
    if n < 0:
        os.kill(os.getpid(), signal.SIGKILL)  # as the kernel does when memory runs out
    return n * n


class Renewed:
    """Makes the pool anew when it finds it broken, and the task fails as it would have."""

    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(WORKERS, SPAWN)

    def run(self, n: int) -> int:
        try:
            return self.pool.submit(task, n).result()
        except BrokenProcessPool:
            self.pool.shutdown(wait=False)
            self.pool = ProcessPoolExecutor(WORKERS, SPAWN)
            raise


def outcome(run: Callable[[int], int], n: int) -> str | None:
    """What was said, if it failed."""
    try:
        run(n)
    except BrokenProcessPool as error:
        return f"{type(error).__name__}: {error}"
    return None


def serve(case: str, run: Callable[[int], int]) -> dict[str, str | int]:
    said = outcome(run, -1)
    failed = sum(outcome(run, n) is not None for n in range(TASKS))
    lost = "answered" if said is None else "error"
    told = {} if said is None else {"said": said}
    return {"case": case, "lost": lost, "tasks": TASKS, "failed": failed, **told}


def main() -> None:
    executor = ProcessPoolExecutor(WORKERS, SPAWN)
    renewed = Renewed()
    cases = [
        serve("ProcessPoolExecutor", lambda n: executor.submit(task, n).result()),
        serve("ProcessPoolExecutor, made anew when broken", renewed.run),
    ]
    executor.shutdown()
    renewed.pool.shutdown()
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
