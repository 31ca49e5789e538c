"""Workloads to size a pool under: they differ in what a request does while it holds a connection.

Each is there in both forms that people write: `async def`, in the event loop, and `def`, on one of
the threads that all such routes share.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, NoReturn

from fastapi import Depends, FastAPI, Query
from sqlalchemy import Engine, Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from duet_service.parameters import UserId, Work
from duet_service.patterns.parallel import SELECT_ORDERS, SELECT_REVIEWS
from duet_service.patterns.pooling import SELECT_ACCOUNT, Account, account
from duet_service.plugins.pool import AsyncEngineDep, EngineDep
from duet_service.plugins.upstream import SyncUpstream, SyncUpstreamDep, Upstream, UpstreamDep
from duet_service.problems import Problem
from duet_service.strictness import refuse_repeated_keys
from duet_service.variants import Variants

WorkQuery = Annotated[Work, Query()]
Found = Row[Any] | None
AsyncWorkload = Callable[[AsyncEngine, Upstream, int, Work], Awaitable[Found]]
SyncWorkload = Callable[[Engine, SyncUpstream, int, Work], Found]

# The subquery names no column, so the database runs it once; the comparison keeps it from being
# planned away.
SELECT_COUNTED = text("""SELECT id, name, email, plan FROM duet.users
  WHERE id = :id AND (SELECT count(*) FROM generate_series(1, :work)) = :work""")
SELECT_SLOW = text("""SELECT id, name, email, plan
  FROM duet.users CROSS JOIN pg_sleep(:seconds) WHERE id = :id""")
SELECT_EXISTING = text("SELECT id FROM duet.users WHERE id = :id")
FANOUT = [SELECT_SLOW, SELECT_ORDERS, SELECT_REVIEWS]


# `async def` routes


async def first(engine: AsyncEngine, sql: TextClause, values: dict[str, Any]) -> Found:
    async with engine.connect() as connection:
        return (await connection.execute(sql, values)).first()


async def cpu(engine: AsyncEngine, _: Upstream, user_id: int, work: Work) -> Found:
    """A short query that burns CPU time of the database."""
    return await first(engine, SELECT_COUNTED, {"id": user_id, "work": work.work})


async def slow(engine: AsyncEngine, _: Upstream, user_id: int, work: Work) -> Found:
    """A query that waits in the database: for a lock, for a disk."""
    return await first(engine, SELECT_SLOW, sleeping(user_id, work))


async def hold(engine: AsyncEngine, upstream: Upstream, user_id: int, _: Work) -> Found:
    """A transaction that is held open while the external API is awaited: what exhausts pools most
    often."""
    async with engine.begin() as connection:
        existing = await connection.execute(SELECT_EXISTING, {"id": user_id})
        if existing.first() is None:
            raise unknown_user(user_id)
        await upstream.detail(user_id)
        return (await connection.execute(SELECT_ACCOUNT, {"id": user_id})).first()


async def fanout(engine: AsyncEngine, _: Upstream, user_id: int, work: Work) -> Found:
    """Three connections at once for one request."""
    values = sleeping(user_id, work)
    async with asyncio.TaskGroup() as group:
        rows = [group.create_task(first(engine, sql, values)) for sql in FANOUT]
    return rows[0].result()


async def mix(engine: AsyncEngine, upstream: Upstream, user_id: int, work: Work) -> Found:
    """Each of them for a quarter of the users."""
    workload = (cpu, slow, hold, fanout)[user_id % 4]
    return await workload(engine, upstream, user_id, work)


# `def` routes


def first_sync(engine: Engine, sql: TextClause, values: dict[str, Any]) -> Found:
    with engine.connect() as connection:
        return connection.execute(sql, values).first()


def cpu_sync(engine: Engine, _: SyncUpstream, user_id: int, work: Work) -> Found:
    return first_sync(engine, SELECT_COUNTED, {"id": user_id, "work": work.work})


def slow_sync(engine: Engine, _: SyncUpstream, user_id: int, work: Work) -> Found:
    return first_sync(engine, SELECT_SLOW, sleeping(user_id, work))


def hold_sync(engine: Engine, upstream: SyncUpstream, user_id: int, _: Work) -> Found:
    with engine.begin() as connection:
        if connection.execute(SELECT_EXISTING, {"id": user_id}).first() is None:
            raise unknown_user(user_id)
        upstream.detail(user_id)
        return connection.execute(SELECT_ACCOUNT, {"id": user_id}).first()


def fanout_sync(engine: Engine, _: SyncUpstream, user_id: int, work: Work) -> Found:
    """On threads of its own: taken from those that all routes share, they could wait for one
    another."""
    values = sleeping(user_id, work)
    with ThreadPoolExecutor(max_workers=len(FANOUT)) as threads:
        rows = list(threads.map(lambda sql: first_sync(engine, sql, values), FANOUT))
    return rows[0]


def mix_sync(engine: Engine, upstream: SyncUpstream, user_id: int, work: Work) -> Found:
    workload = (cpu_sync, slow_sync, hold_sync, fanout_sync)[user_id % 4]
    return workload(engine, upstream, user_id, work)


def sleeping(user_id: int, work: Work) -> dict[str, Any]:
    return {"id": user_id, "seconds": work.wait_ms / 1_000}


def unknown_user(user_id: int) -> Problem:
    return Problem("unknown-user", f"there is no user {user_id}", "id")


def async_route(workload: AsyncWorkload) -> Callable[..., Awaitable[Account]]:
    async def operation(
        user_id: UserId, work: WorkQuery, engine: AsyncEngineDep, upstream: UpstreamDep
    ) -> Account:
        return account(await workload(engine, upstream, user_id, work), user_id)

    return operation


def def_route(workload: SyncWorkload) -> Callable[..., Account]:
    def operation(
        user_id: UserId, work: WorkQuery, engine: EngineDep, upstream: SyncUpstreamDep
    ) -> Account:
        return account(workload(engine, upstream, user_id, work), user_id)

    return operation


ASYNC_WORKLOADS = {"cpu": cpu, "slow": slow, "hold": hold, "fanout": fanout, "mix": mix}
SYNC_WORKLOADS = {
    "cpu": cpu_sync,
    "slow": slow_sync,
    "hold": hold_sync,
    "fanout": fanout_sync,
    "mix": mix_sync,
}
OPERATIONS: Mapping[str, Variants] = {
    "async": {name: async_route(workload) for name, workload in ASYNC_WORKLOADS.items()},
    "def": {name: def_route(workload) for name, workload in SYNC_WORKLOADS.items()},
}

# By the form in which its routes are written, the workloads that this service has.
WORKLOADS = {form: list(by_name) for form, by_name in OPERATIONS.items()}


async def refuse(form: str) -> NoReturn:
    if form in WORKLOADS:
        known = ", ".join(WORKLOADS[form])
        raise Problem("unknown-variant", f"the workloads are {known}", "workload")
    # The same words in both services.
    forms = "the forms are async, def; GET /health names those of this service"
    raise Problem("unknown-variant", forms, "form")


def add_routes(app: FastAPI) -> None:
    for form, by_name in OPERATIONS.items():
        for name, operation in by_name.items():
            app.add_api_route(
                f"/workloads/{form}/{name}/users/{{id}}",
                operation,
                response_model=Account,
                dependencies=[Depends(refuse_repeated_keys)],
            )
    app.add_api_route("/workloads/{form}/{workload}/users/{id}", refuse, response_model=None)
