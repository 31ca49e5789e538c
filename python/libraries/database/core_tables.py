"""The tables as SQLAlchemy's Core knows them, and the statements on them."""

from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, Select, Table, Text, Update, select, update

metadata = MetaData(schema="duet")

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("email", Text),
    Column("plan", Text),
    Column("country", Text),
)
orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer),
    Column("placed_on", Date),
    Column("amount_cents", Integer),
    Column("status", Text),
)
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer),
    Column("product_id", Integer),
    Column("rating", Integer),
    Column("body", Text),
)
library_rows = Table(
    "library_rows",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("user_id", Integer),
    Column("body", Text),
)


def user_by_id(user_id: int) -> Select[Any]:
    return select(users).where(users.c.id == user_id)


def of_user(table: Table, user_id: int) -> Select[Any]:
    return select(table).where(table.c.user_id == user_id).order_by(table.c.id)


def add(order: int, cents: int) -> Update:
    changed = orders.c.amount_cents + cents
    return update(orders).where(orders.c.id == order).values(amount_cents=changed)
