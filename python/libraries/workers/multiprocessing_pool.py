"""multiprocessing.Pool: `apply` blocks, so each report holds one of FastAPI's threads."""

import multiprocessing
import os

from duet_service.patterns.revenue import RevenueReport, revenue_report
from duet_service.patterns.revenue_process import follow_parent

PACKAGES = ()


class Pool:
    def __init__(self, workers: int) -> None:
        # Not fork: a forked child of a process with threads may deadlock.
        spawn = multiprocessing.get_context("spawn")
        self._pool = spawn.Pool(workers, initializer=follow_parent)

    def report(self, size: int) -> RevenueReport:
        return self._pool.apply(revenue_report, (size,))

    def die(self) -> object:
        return self._pool.apply(os._exit, (1,))

    def close(self) -> None:
        self._pool.terminate()


def open(workers: int) -> Pool:
    return Pool(workers)
