"""Pattern: reuse database connections instead of opening one per request."""

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import Row, create_engine, text

from parameters import UserId
from plugins.pool import EngineDep, SettingsDep, connect_options, database_url
from problems import Problem
from variants import variant_routes


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
    """One pool for the life of the service, bounded in connections and in waiting time."""
    with engine.connect() as connection:
        row = connection.execute(SELECT_ACCOUNT, {"id": user_id}).one_or_none()
        return account(row, user_id)


# endregion


def account(row: Row[tuple[int, str, str, str]] | None, user_id: int) -> Account:
    if row is None:
        raise Problem("unknown-user", f"there is no user {user_id}", "id")
    return Account(id=row.id, name=row.name, email=row.email, plan=row.plan)


router = variant_routes(
    APIRouter(),
    "GET",
    "/pooling/{variant}/users/{id}",
    {"before": before, "after": after},
    response_model=Account,
)
