"""The route of the field `batching`."""

import inspect
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel

from duet_service.parameters import UsersBody
from environment import required
from frame import resolved
from library import AsyncBatchingModule, BatchingModule, Record, Settings

SELECT_USERS = "SELECT id, name, plan FROM duet.users WHERE id <= %s ORDER BY id"


class EnrichedUser(BaseModel):
    id: int
    name: str
    plan: str
    tier: str
    credit_cents: int


class EnrichedUsers(BaseModel):
    """The contract's answer but for the calls, which the external API counts."""

    count: int
    credit_cents: int
    users: list[EnrichedUser]


@asynccontextmanager
async def start(
    app: FastAPI, module: BatchingModule | AsyncBatchingModule, settings: Settings
) -> AsyncIterator[None]:
    """Opens the library, and a pool for the users."""
    database_url = required("DATABASE_URL", settings.database_url)
    upstream_url = required("UPSTREAM_URL", settings.upstream_url)
    kwargs = {"row_factory": dict_row}
    async with AsyncConnectionPool(database_url, open=False, kwargs=kwargs) as pool:
        library = await resolved(module.open(upstream_url))
        add_route(app, pool, library)
        yield
        await resolved(library.close())


def add_route(app: FastAPI, pool: AsyncConnectionPool, library: Any) -> None:
    async def first_users(body: UsersBody) -> list[dict[str, Any]]:
        async with pool.connection() as connection:
            cursor = await connection.execute(SELECT_USERS, (body.users,))
            users: list[dict[str, Any]] = await cursor.fetchall()
            return users

    users_dependency = Depends(first_users)

    async def enrich_async(users: Any = users_dependency) -> EnrichedUsers:
        return enriched(users, await library.enrich([user["id"] for user in users]))

    def enrich(users: Any = users_dependency) -> EnrichedUsers:
        return enriched(users, library.enrich([user["id"] for user in users]))

    is_async = inspect.iscoroutinefunction(library.enrich)
    app.post("/batching")(enrich_async if is_async else enrich)


def enriched(users: Sequence[dict[str, Any]], details: Sequence[Record]) -> EnrichedUsers:
    """The details may come in any order, so they are matched by id. Raises KeyError where there
    are none of a user."""
    by_id = {detail["id"]: detail for detail in details}
    merged = [EnrichedUser.model_validate({**user, **by_id[user["id"]]}) for user in users]
    credit_cents = sum(user.credit_cents for user in merged)
    return EnrichedUsers(count=len(merged), credit_cents=credit_cents, users=merged)
