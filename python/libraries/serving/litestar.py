"""Litestar on uvicorn. It refuses a body of more than 10 MB, its request_max_body_size."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, get, post
from litestar.exceptions import NotFoundException

from library import ServingSettings
from serving.users import Users
from serving.uvicorn_server import serve_on_uvicorn

PACKAGES = ("litestar", "msgspec", "uvicorn", "httptools", "uvloop", "psycopg-pool")


def build_app(settings: ServingSettings) -> Litestar:
    users = Users(settings)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        await users.open()
        yield
        await users.close()

    @get("/health")
    async def health() -> dict[str, Any]:
        return dict(settings.health)

    @get("/light")
    async def light() -> dict[str, bool]:
        return {"ok": True}

    @get("/users/{user_id:int}")
    async def user(user_id: int) -> dict[str, Any]:
        found = await users.find(user_id)
        if found is None:
            raise NotFoundException(f"there is no user {user_id}")
        return found

    # A POST answers 201 by default.
    @post("/bodies", status_code=200)
    async def bodies(body: bytes) -> dict[str, int]:
        return {"bytes": len(body)}

    return Litestar([health, light, user, bodies], lifespan=[lifespan])


def serve(settings: ServingSettings, listening: Callable[[int], None]) -> None:
    serve_on_uvicorn(build_app(settings), settings, listening)
