"""The app of the entries fastapi-…, which differ in the server below it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

from library import ServingSettings, User
from serving.users import Users


class Light(BaseModel):
    ok: bool


class Received(BaseModel):
    bytes: int


def build_app(settings: ServingSettings) -> FastAPI:
    users = Users(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await users.open()
        yield
        await users.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/health")
    async def health() -> Mapping[str, object]:
        return settings.health

    @app.get("/light")
    async def light() -> Light:
        return Light(ok=True)

    @app.get("/users/{user_id}", response_model=User)
    async def user(user_id: int) -> Any:
        found = await users.find(user_id)
        if found is None:
            raise HTTPException(404, f"there is no user {user_id}")
        return found

    @app.post("/bodies")
    async def bodies(request: Request) -> Received:
        return Received(bytes=len(await request.body()))

    return app
