"""Pattern: reuse database connections instead of opening one per request."""

from typing import Annotated

from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Engine, NullPool, Row, create_engine, text

from duet_service.parameters import UserId
from duet_service.plugins.pool import (
    AsyncEngineDep,
    EngineDep,
    SettingsDep,
    connect_options,
    database_url,
    engine_with,
)
from duet_service.problems import Problem
from duet_service.variants import variant_routes


class Account(BaseModel):
    id: int
    name: str
    email: str
    plan: str


SELECT_ACCOUNT = text("SELECT id, name, email, plan FROM duet.users WHERE id = :id")


# region before
def before(user_id: UserId, settings: SettingsDep) -> Account:
    """An engine per request: TCP, authentication, set-up and teardown for one SELECT."""
    engine = create_engine(database_url(settings), connect_args=connect_options(settings))
    try:
        with engine.connect() as connection:
            row = connection.execute(SELECT_ACCOUNT, {"id": user_id}).one_or_none()
            return account(row, user_id)
    finally:
        engine.dispose()


# endregion


# region after
def after(user_id: UserId, engine: EngineDep) -> Account:
    """One pool for the lifetime of the service, bounded in connections and in waiting time."""
    with engine.connect() as connection:
        row = connection.execute(SELECT_ACCOUNT, {"id": user_id}).one_or_none()
        return account(row, user_id)


# endregion


# region after-best
def after_best(
    user_id: UserId,
    engine: Annotated[Engine, engine_with({"prepare_threshold": 0}, isolation_level="AUTOCOMMIT")],
) -> Account:
    """The pool without BEGIN and ROLLBACK, each of which was a round trip, and with statements that
    each connection has parsed and planned once. For a statement that needs no transaction; a pooler
    in transaction mode has to know of prepared statements."""
    return select_account(engine, user_id)


# endregion


# region before-no-dispose
def before_no_dispose(user_id: UserId, settings: SettingsDep) -> Account:
    """As before, but nobody disposes of the engine. Its connection goes back into the engine's own
    pool, and stays open there until the garbage collector comes by."""
    engine = create_engine(database_url(settings), connect_args=connect_options(settings))
    return select_account(engine, user_id)


# endregion


# region nullpool
def nullpool(
    user_id: UserId, engine: Annotated[Engine, engine_with(poolclass=NullPool)]
) -> Account:
    """One engine without a pool: it asks a new server its questions once, but every checkout
    connects. For a process behind PgBouncer, or one that runs now and then."""
    return select_account(engine, user_id)


# endregion


# region after-autocommit
def after_autocommit(
    user_id: UserId, engine: Annotated[Engine, engine_with(isolation_level="AUTOCOMMIT")]
) -> Account:
    """No BEGIN before the SELECT and no ROLLBACK after it: each was a round trip. For statements
    that need no transaction around them."""
    return select_account(engine, user_id)


# endregion


# region after-async
async def after_async(user_id: UserId, engine: AsyncEngineDep) -> Account:
    """The pool for asyncio (AsyncAdaptedQueuePool): waiting takes no thread of the forty."""
    async with engine.connect() as connection:
        row = (await connection.execute(SELECT_ACCOUNT, {"id": user_id})).one_or_none()
        return account(row, user_id)


# endregion


# region after-pre-ping
def after_pre_ping(
    user_id: UserId, engine: Annotated[Engine, engine_with(pool_pre_ping=True)]
) -> Account:
    """Before a connection is given out it is tested with a round trip, so that one which broke
    since its last use is replaced, and no request fails of it: a round trip more, every time."""
    return select_account(engine, user_id)


# endregion


# region after-lifo
def after_lifo(
    user_id: UserId, engine: Annotated[Engine, engine_with(pool_use_lifo=True)]
) -> Account:
    """The connection that came back last goes out first. At low load the others stay idle, and
    the server, or a firewall, may close them: have pool_pre_ping with it."""
    return select_account(engine, user_id)


# endregion


def select_account(engine: Engine, user_id: int) -> Account:
    """What all variants do that differ in their engine alone."""
    with engine.connect() as connection:
        row = connection.execute(SELECT_ACCOUNT, {"id": user_id}).one_or_none()
        return account(row, user_id)


def account(row: Row[tuple[int, str, str, str]] | None, user_id: int) -> Account:
    if row is None:
        raise Problem("unknown-user", f"there is no user {user_id}", "id")
    return Account(id=row.id, name=row.name, email=row.email, plan=row.plan)


def add_routes(app: FastAPI) -> None:
    variant_routes(
        app,
        "GET",
        "/pooling/{variant}/users/{id}",
        {"before": before, "after": after, "after-best": after_best},
        own={
            "before-no-dispose": before_no_dispose,
            "nullpool": nullpool,
            "after-autocommit": after_autocommit,
            "after-async": after_async,
            "after-pre-ping": after_pre_ping,
            "after-lifo": after_lifo,
        },
        response_model=Account,
    )
