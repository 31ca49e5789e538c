"""Pattern: run independent queries at the same time instead of one after the other."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel
from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from duet_service.parameters import Delays, UserId
from duet_service.plugins.pool import AsyncEngineDep
from duet_service.problems import Problem
from duet_service.strictness import refuse_repeated_keys
from duet_service.variants import variant_routes


class User(BaseModel):
    id: int
    name: str
    email: str
    plan: str
    country: str


class Order(BaseModel):
    id: int
    placed_on: str
    amount_cents: int
    status: str


class Review(BaseModel):
    id: int
    product_id: int
    rating: int
    body: str


class Profile(BaseModel):
    user: User
    orders: list[Order]
    reviews: list[Review]


Rows = Sequence[RowMapping]
DelaysQuery = Annotated[Delays, Query()]

# The sleep is the query's service time. The database runs it once, whatever the number of rows.
SELECT_USER = text("""SELECT id, name, email, plan, country
  FROM duet.users CROSS JOIN pg_sleep(:seconds) WHERE id = :id""")
SELECT_ORDERS = text("""SELECT id, placed_on::text AS placed_on, amount_cents, status
  FROM duet.orders CROSS JOIN pg_sleep(:seconds) WHERE user_id = :id ORDER BY id""")
SELECT_REVIEWS = text("""SELECT id, product_id, rating, body
  FROM duet.reviews CROSS JOIN pg_sleep(:seconds) WHERE user_id = :id ORDER BY id""")


# region before
async def before(user_id: UserId, delays: DelaysQuery, engine: AsyncEngineDep) -> dict[str, Any]:
    """Each query waits for the one before it, although none needs another's result."""
    async with engine.connect() as connection:
        users = await select(connection, SELECT_USER, user_id, delays.user_ms)
        orders = await select(connection, SELECT_ORDERS, user_id, delays.orders_ms)
        reviews = await select(connection, SELECT_REVIEWS, user_id, delays.reviews_ms)
    return profile(user_id, users, orders, reviews)


# endregion


# region after
async def after(user_id: UserId, delays: DelaysQuery, engine: AsyncEngineDep) -> dict[str, Any]:
    """The queries run side by side, each on a connection of its own: one serves one task only."""
    async with asyncio.TaskGroup() as group:
        users = group.create_task(select_alone(engine, SELECT_USER, user_id, delays.user_ms))
        orders = group.create_task(select_alone(engine, SELECT_ORDERS, user_id, delays.orders_ms))
        reviews = group.create_task(
            select_alone(engine, SELECT_REVIEWS, user_id, delays.reviews_ms)
        )
    return profile(user_id, users.result(), orders.result(), reviews.result())


async def select_alone(engine: AsyncEngine, sql: TextClause, user_id: int, delay_ms: int) -> Rows:
    async with engine.connect() as connection:
        return await select(connection, sql, user_id, delay_ms)


# endregion


async def select(connection: AsyncConnection, sql: TextClause, user_id: int, delay_ms: int) -> Rows:
    result = await connection.execute(sql, {"id": user_id, "seconds": delay_ms / 1_000})
    return result.mappings().all()


def profile(user_id: int, users: Rows, orders: Rows, reviews: Rows) -> dict[str, Any]:
    if not users:
        raise Problem("unknown-user", f"there is no user {user_id}", "id")
    return {"user": users[0], "orders": orders, "reviews": reviews}


def add_routes(app: FastAPI) -> None:
    variant_routes(
        app,
        "GET",
        "/parallel/{variant}/users/{id}",
        {"before": before, "after": after},
        response_model=Profile,
        dependencies=[Depends(refuse_repeated_keys)],
    )
