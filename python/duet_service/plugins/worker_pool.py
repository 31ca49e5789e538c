"""Warm worker processes: started with the app, reused by every report, ended with the app."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request

from duet_service.patterns.revenue import revenue_report
from duet_service.patterns.revenue_process import follow_parent
from duet_service.settings import Settings

# Not fork: a forked child of a process with threads may deadlock.
SPAWN = multiprocessing.get_context("spawn")


@asynccontextmanager
async def open_worker_pool(settings: Settings) -> AsyncIterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(settings.workers, mp_context=SPAWN, initializer=follow_parent)
    loop = asyncio.get_running_loop()
    # A submit starts one process while none is idle; here nobody waits for it.
    await asyncio.gather(
        *(loop.run_in_executor(pool, revenue_report, 1) for _ in range(settings.workers))
    )
    try:
        yield pool
    finally:
        # A report may take longer than a shutdown has time: end it, in the pool or on its own.
        for child in multiprocessing.active_children():
            child.terminate()
        pool.shutdown(cancel_futures=True)


async def _worker_pool(request: Request) -> Executor:
    pool: Executor = request.app.state.worker_pool
    return pool


WorkerPoolDep = Annotated[Executor, Depends(_worker_pool)]
