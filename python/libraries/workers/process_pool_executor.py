"""concurrent.futures.ProcessPoolExecutor: what the pattern's `after-pool` uses."""

import asyncio
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

from duet_service.patterns.revenue import RevenueReport, revenue_report
from duet_service.patterns.revenue_process import follow_parent

PACKAGES = ()


class Pool:
    def __init__(self, workers: int) -> None:
        # Not fork: a forked child of a process with threads may deadlock.
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=follow_parent)

    async def report(self, size: int) -> RevenueReport:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, revenue_report, size)

    async def die(self) -> object:
        return await asyncio.get_running_loop().run_in_executor(self._pool, os._exit, 1)

    async def close(self) -> None:
        for child in multiprocessing.active_children():
            child.terminate()
        self._pool.shutdown(cancel_futures=True)


async def open(workers: int) -> Pool:
    return Pool(workers)
