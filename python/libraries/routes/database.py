"""The routes of the field `database`."""

import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from environment import required
from frame import resolved
from library import (
    AsyncDatabaseLibrary,
    AsyncDatabaseModule,
    DatabaseLibrary,
    DatabaseModule,
    Profile,
    Record,
    Row,
    Settings,
    User,
)


class Transfer(BaseModel):
    source: int = Field(alias="from")
    target: int = Field(alias="to")
    cents: int


class NewRows(BaseModel):
    first_id: int
    count: int = Field(ge=1, le=10_000)


@asynccontextmanager
async def start(
    app: FastAPI, module: DatabaseModule | AsyncDatabaseModule, settings: Settings
) -> AsyncIterator[None]:
    url = required("DATABASE_URL", settings.database_url)
    library = await resolved(module.open(url, settings.pool))
    if inspect.iscoroutinefunction(library.user):
        add_async_routes(app, library)
    else:
        add_routes(app, library)
    yield
    await resolved(library.close())


def add_async_routes(app: FastAPI, library: AsyncDatabaseLibrary) -> None:
    @app.get("/users/{user_id}", response_model=User)
    async def user(user_id: int) -> Record:
        return found(user_id, await library.user(user_id))

    @app.get("/profiles/{user_id}", response_model=Profile)
    async def profile(user_id: int) -> Record:
        return found(user_id, await library.profile(user_id))

    @app.post("/transfers", status_code=204)
    async def transfer(body: Transfer) -> None:
        await library.transfer(body.source, body.target, body.cents)

    @app.post("/rows")
    async def insert(body: NewRows) -> dict[str, int]:
        await library.insert(rows_of(body))
        return {"inserted": body.count}

    @app.get("/sleep", status_code=204)
    async def sleep(ms: int) -> None:
        await library.sleep(ms / 1_000)


def add_routes(app: FastAPI, library: DatabaseLibrary) -> None:
    """The same as `def` routes: FastAPI runs them in its threads."""

    @app.get("/users/{user_id}", response_model=User)
    def user(user_id: int) -> Record:
        return found(user_id, library.user(user_id))

    @app.get("/profiles/{user_id}", response_model=Profile)
    def profile(user_id: int) -> Record:
        return found(user_id, library.profile(user_id))

    @app.post("/transfers", status_code=204)
    def transfer(body: Transfer) -> None:
        library.transfer(body.source, body.target, body.cents)

    @app.post("/rows")
    def insert(body: NewRows) -> dict[str, int]:
        library.insert(rows_of(body))
        return {"inserted": body.count}

    @app.get("/sleep", status_code=204)
    def sleep(ms: int) -> None:
        library.sleep(ms / 1_000)


def found(user_id: int, record: Record | None) -> Record:
    """What the route answers: the record, or that there is none."""
    if record:
        return record
    problem = {"error": "UnknownUser", "message": f"there is no user {user_id}"}
    return JSONResponse(problem, 404)


def rows_of(body: NewRows) -> list[Row]:
    ids = range(body.first_id, body.first_id + body.count)
    return [Row(id=number, user_id=1 + number % 100, body=f"row {number}") for number in ids]
