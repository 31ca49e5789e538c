"""The service as a function of its settings: nothing listens yet, so tests call it in-process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from duet_service import operations, workloads
from duet_service.gauges import running_gauges
from duet_service.patterns import batching, parallel, pooling, streaming, workers
from duet_service.plugins.pool import open_database
from duet_service.plugins.upstream import open_sync_upstream, open_upstream
from duet_service.plugins.worker_pool import open_worker_pool
from duet_service.problems import answer_problems
from duet_service.settings import Settings
from duet_service.strictness import StrictPaths


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
    app.state.variants = {}
    app.add_middleware(StrictPaths)
    answer_problems(app)
    for module in (operations, parallel, streaming, workers, batching, pooling, workloads):
        module.add_routes(app)
    return app
