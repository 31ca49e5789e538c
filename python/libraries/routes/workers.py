"""The routes of the field `workers`."""

import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from duet_service.parameters import SizeBody
from frame import resolved
from library import (
    AsyncWorkersLibrary,
    AsyncWorkersModule,
    Record,
    Settings,
    WorkersLibrary,
    WorkersModule,
)


@asynccontextmanager
async def start(
    app: FastAPI, module: WorkersModule | AsyncWorkersModule, settings: Settings
) -> AsyncIterator[None]:
    library = await resolved(module.open(settings.workers))
    if inspect.iscoroutinefunction(library.report):
        add_async_routes(app, library)
    else:
        add_routes(app, library)
    yield
    await resolved(library.close())


def add_async_routes(app: FastAPI, library: AsyncWorkersLibrary) -> None:
    @app.post("/workers")
    async def report(body: SizeBody) -> Record:
        return await library.report(body.size)

    @app.post("/workers/die")
    async def die() -> dict[str, str]:
        return {"result": repr(await library.die())}


def add_routes(app: FastAPI, library: WorkersLibrary) -> None:
    """The same as `def` routes: FastAPI runs them in its threads."""

    @app.post("/workers")
    def report(body: SizeBody) -> Record:
        return library.report(body.size)

    @app.post("/workers/die")
    def die() -> dict[str, str]:
        return {"result": repr(library.die())}
