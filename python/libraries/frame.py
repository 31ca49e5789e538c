"""The HTTP around every library: who answers, the light request, and how a failure is told."""

import os
import platform
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import metadata
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from library import Settings

# routes/<field>.py has this function: it opens the library of a module, adds the field's routes to
# the app, and closes the library at the end.
Start = Callable[[FastAPI, Any, Settings], AbstractAsyncContextManager[None]]


def health(packages: Sequence[str]) -> dict[str, object]:
    """Who answers; the versions by the names of the distributions."""
    return {
        "pid": os.getpid(),
        "runtime": f"Python {platform.python_version()}",
        "versions": {package: metadata.version(package) for package in packages},
    }


def build_app(module: Any, start: Start, settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with start(app, module, settings):
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    app.add_middleware(FailuresAnswered)

    @app.get("/health")
    async def answer_health() -> dict[str, object]:
        return health(module.PACKAGES)

    @app.get("/light")
    async def light() -> dict[str, bool]:
        return {"ok": True}

    return app


async def resolved(value: Any) -> Any:
    """What an `async def` or a plain function of a library gives."""
    return await value if isinstance(value, Awaitable) else value


class FailuresAnswered:
    """Answers 500 {error, message, code?}. Starlette's own handler of all exceptions raises them
    again, at which uvicorn closes the connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            await JSONResponse(failure(error), 500)(scope, receive, send)


def failure(error: Exception) -> dict[str, str]:
    """The class and the message; of what failed in a task group, those of the first."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    code = code_of(error)
    return {
        "error": type(error).__name__,
        "message": str(error),
        **({} if code is None else {"code": code}),
    }


def code_of(error: BaseException | None) -> str | None:
    """The SQLSTATE of the error, or of what caused it; pg8000 has it in the server's answer."""
    while error is not None:
        detail = error.args[0] if error.args else None
        told = detail.get("C") if isinstance(detail, dict) else None
        for code in (getattr(error, "sqlstate", None), getattr(error, "pgcode", None), told):
            if isinstance(code, str):
                return code
        error = error.__cause__ or error.__context__
    return None
