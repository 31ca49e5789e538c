"""Pattern: ask an external API for many items per call instead of one."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import RowMapping, text

from duet_service.parameters import UsersBody
from duet_service.plugins.pool import AsyncEngineDep
from duet_service.plugins.upstream import Detail, UpstreamDep
from duet_service.problems import Problem
from duet_service.strictness import StrictRoute
from duet_service.variants import variant_routes


class EnrichedUser(BaseModel):
    id: int
    name: str
    plan: str
    tier: str
    credit_cents: int


class EnrichedUsers(BaseModel):
    count: int
    calls: int
    credit_cents: int
    users: list[EnrichedUser]


SELECT_USERS = text("SELECT id, name, plan FROM duet.users WHERE id <= :count ORDER BY id")
# The most ids that the external API takes in one call.
BATCH_SIZE = 100


async def first_users(body: UsersBody, engine: AsyncEngineDep) -> Sequence[RowMapping]:
    async with engine.connect() as connection:
        result = await connection.execute(SELECT_USERS, {"count": body.users})
        return result.mappings().all()


Users = Annotated[Sequence[RowMapping], Depends(first_users)]


# region before
async def before(users: Users, upstream: UpstreamDep) -> dict[str, Any]:
    """One call per user, one after the other."""
    details: dict[int, Detail] = {}
    calls = 0
    for user in users:
        details[user["id"]] = await upstream.detail(user["id"])
        calls += 1
    return enrich(users, details, calls)


# endregion


# region after
async def after(users: Users, upstream: UpstreamDep) -> dict[str, Any]:
    """One call per 100 users; the answer may come in any order, so items are matched by id."""
    details: dict[int, Detail] = {}
    calls = 0
    for start in range(0, len(users), BATCH_SIZE):
        ids = [user["id"] for user in users[start : start + BATCH_SIZE]]
        details.update({detail.id: detail for detail in await upstream.details(ids)})
        calls += 1
    return enrich(users, details, calls)


# endregion


def enrich(users: Users, details: dict[int, Detail], calls: int) -> dict[str, Any]:
    enriched = []
    for user in users:
        detail = details.get(user["id"])
        if detail is None:
            raise Problem("upstream-failed", f"the answer has no details of user {user['id']}")
        enriched.append({**user, "tier": detail.tier, "credit_cents": detail.credit_cents})
    credit_cents = sum(user["credit_cents"] for user in enriched)
    return {"count": len(users), "calls": calls, "credit_cents": credit_cents, "users": enriched}


def add_routes(app: FastAPI) -> None:
    variant_routes(
        app,
        "POST",
        "/batching/{variant}",
        {"before": before, "after": after},
        route_class=StrictRoute,
        response_model=EnrichedUsers,
    )
