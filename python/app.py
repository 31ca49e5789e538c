"""The service as a function of its settings: nothing listens yet, so tests call it in-process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

import operations
import workloads
from gauges import running_gauges
from patterns import batching, parallel, pooling, streaming, workers
from plugins.pool import open_database
from plugins.upstream import open_sync_upstream, open_upstream
from plugins.worker_pool import open_worker_pool
from problems import answer_problems
from settings import Settings
from strictness import StrictPaths


def build_app(settings: Settings) -> FastAPI:
    """The whole service; its lifespan opens and closes its pools."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = settings.thread_limit
        async with (
            open_database(settings) as app.state.database,
            open_upstream(settings) as app.state.upstream,
            open_sync_upstream(settings) as app.state.sync_upstream,
            open_worker_pool(settings) as app.state.worker_pool,
        ):
            with running_gauges() as app.state.gauges:
                yield

    # The contract is a file of its own, so no schema is served.
    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    app.state.settings = settings
    app.add_middleware(StrictPaths)
    answer_problems(app)
    for module in (operations, parallel, streaming, workers, batching, pooling, workloads):
        app.include_router(module.router)
    return app
