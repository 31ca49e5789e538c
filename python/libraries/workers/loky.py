"""loky: an executor that is made anew when it was broken. It belongs to the thread that asks for
it, so the event loop asks: each of FastAPI's threads would have workers of its own."""

import asyncio
import os

from loky import get_reusable_executor

from duet_service.patterns.revenue import RevenueReport, revenue_report

PACKAGES = ("loky", "cloudpickle")


class Loky:
    def __init__(self, workers: int) -> None:
        self._workers = workers

    async def report(self, size: int) -> RevenueReport:
        executor = get_reusable_executor(max_workers=self._workers)
        return await asyncio.wrap_future(executor.submit(revenue_report, size))

    async def die(self) -> object:
        executor = get_reusable_executor(max_workers=self._workers)
        return await asyncio.wrap_future(executor.submit(os._exit, 1))

    async def close(self) -> None:
        get_reusable_executor(max_workers=self._workers).shutdown(kill_workers=True)


async def open(workers: int) -> Loky:
    return Loky(workers)
