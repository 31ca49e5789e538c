"""Starlette, which FastAPI is built on, on uvicorn."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from library import ServingSettings
from serving.users import Users
from serving.uvicorn_server import serve_on_uvicorn

PACKAGES = ("starlette", "uvicorn", "httptools", "uvloop", "psycopg-pool")


def build_app(settings: ServingSettings) -> Starlette:
    users = Users(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await users.open()
        yield
        await users.close()

    async def health(request: Request) -> JSONResponse:
        return JSONResponse(settings.health)

    async def light(request: Request) -> JSONResponse:
        return JSONResponse({"ok": True})

    async def user(request: Request) -> JSONResponse:
        user_id = request.path_params["user_id"]
        found = await users.find(user_id)
        if found is None:
            raise HTTPException(404, f"there is no user {user_id}")
        return JSONResponse(found)

    async def bodies(request: Request) -> JSONResponse:
        return JSONResponse({"bytes": len(await request.body())})

    routes = [
        Route("/health", health),
        Route("/light", light),
        Route("/users/{user_id:int}", user),
        Route("/bodies", bodies, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def serve(settings: ServingSettings, listening: Callable[[int], None]) -> None:
    serve_on_uvicorn(build_app(settings), settings, listening)
