"""Pattern: keep CPU-bound work out of the event loop."""

import asyncio

from fastapi import FastAPI
from pydantic import BaseModel

from duet_service.parameters import SizeBody
from duet_service.patterns.revenue import RevenueReport, revenue_report
from duet_service.patterns.revenue_process import send_revenue_report
from duet_service.plugins.worker_pool import SPAWN, WorkerPoolDep
from duet_service.strictness import StrictRoute
from duet_service.variants import variant_routes


class CohortAnswer(BaseModel):
    cohort: int
    orders: int
    revenue_cents: int
    by_month: list[int]


class RevenueAnswer(BaseModel):
    size: int
    orders: int
    revenue_cents: int
    cohorts: list[CohortAnswer]
    checksum: int
    busy_ms: float


# region before
async def before(body: SizeBody) -> RevenueReport:
    """In the event loop: until the report is done, no other request is served."""
    return revenue_report(body.size)


# endregion


# A `def` route: one of FastAPI's 40 threads waits for the process, also when the client has gone.
# The bound on the size is what ends it then.
# region after
def after(body: SizeBody) -> RevenueReport:
    """In a process of its own per request: the loop stays free, each report pays its start."""
    receiver, sender = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=send_revenue_report, args=(sender, body.size))
    process.start()
    sender.close()  # the child's end alone is open now: if the child dies, recv() raises EOFError
    try:
        report: RevenueReport = receiver.recv()
        return report
    finally:
        receiver.close()
        process.join()


# endregion


# region after-pool
async def after_pool(body: SizeBody, pool: WorkerPoolDep) -> RevenueReport:
    """In a warm pool of processes: the loop stays free and nothing has to start."""
    return await asyncio.get_running_loop().run_in_executor(pool, revenue_report, body.size)


# endregion


def add_routes(app: FastAPI) -> None:
    variant_routes(
        app,
        "POST",
        "/workers/{variant}",
        {"before": before, "after": after, "after-pool": after_pool},
        route_class=StrictRoute,
        response_model=RevenueAnswer,
    )
