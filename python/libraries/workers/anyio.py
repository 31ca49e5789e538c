"""anyio.to_process: FastAPI brings it along. A worker is started when none is idle; the limiter
says how many there may be."""

import os

from anyio import CapacityLimiter, to_process

from duet_service.patterns.revenue import RevenueReport, revenue_report

PACKAGES = ("anyio",)


class Anyio:
    def __init__(self, workers: int) -> None:
        self._limiter = CapacityLimiter(workers)

    async def report(self, size: int) -> RevenueReport:
        return await to_process.run_sync(revenue_report, size, limiter=self._limiter)

    async def die(self) -> object:
        return await to_process.run_sync(os._exit, 1, limiter=self._limiter)

    async def close(self) -> None:
        """The workers end with the event loop."""


async def open(workers: int) -> Anyio:
    return Anyio(workers)
