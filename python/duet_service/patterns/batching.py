"""Pattern: ask an external API for many items per call instead of one."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import RowMapping, text

from duet_service.parameters import UsersBody
from duet_service.plugins.pool import AsyncEngineDep, SettingsDep
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


# The most batches of one request that are under way at once.
BATCHES_AT_ONCE = 10


# region after-best
async def after_best(users: Users, upstream: UpstreamDep, settings: SettingsDep) -> dict[str, Any]:
    """The same calls, up to ten at once, and never more than there are connections: none waits for
    another's. After a failure no call begins, and of several failures the one is told that calls in
    a row would have met."""
    starts = range(0, len(users), BATCH_SIZE)
    batches = [[user["id"] for user in users[start : start + BATCH_SIZE]] for start in starts]
    answers: dict[int, list[Detail]] = {}
    failures: dict[int, Exception] = {}
    waiting = iter(enumerate(batches))  # shared: each batch is taken once, in their order

    async def call_next() -> None:
        for batch, ids in waiting:
            try:
                answers[batch] = await upstream.details(ids)
            except Exception as failure:
                failures[batch] = failure
            if failures:
                return

    at_once = min(BATCHES_AT_ONCE, settings.upstream_connections)
    await asyncio.gather(*(call_next() for _ in range(at_once)))
    if failures:
        raise failures[min(failures)]
    details = {detail.id: detail for batch in sorted(answers) for detail in answers[batch]}
    return enrich(users, details, len(batches))


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
        {"before": before, "after": after, "after-best": after_best},
        route_class=StrictRoute,
        response_model=EnrichedUsers,
    )
