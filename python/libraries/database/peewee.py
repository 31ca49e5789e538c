"""peewee with the pool of its playhouse, on psycopg2."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from peewee import prefetch
from playhouse.pool import PooledDatabase

from database.peewee_models import LibraryRow, Order, Review, User, database
from library import PoolOptions, Record, Row

PACKAGES = ("peewee", "psycopg2-binary")


def open(url: str, pool: PoolOptions) -> "Peewee":
    # By default 20 connections, and no patience: where none is free, an error is raised at once.
    options: dict[str, Any] = {}
    if pool.max is not None:
        options["max_connections"] = pool.max
    if pool.wait_s is not None:
        options["timeout"] = pool.wait_s
    database.init(url, **options)
    return Peewee(database)


class Peewee:
    def __init__(self, database: PooledDatabase) -> None:
        self.database = database

    def user(self, user_id: int) -> Record | None:
        with self.database.connection_context():
            return User.get_or_none(User.id == user_id)

    def profile(self, user_id: int) -> Record | None:
        by_key = User.select().where(User.id == user_id)
        related = Order.select().order_by(Order.id), Review.select().order_by(Review.id)
        with self.database.connection_context():
            user = next(iter(prefetch(by_key, *related)), None)
        return user and {"user": user, "orders": user.orders, "reviews": user.reviews}

    def transfer(self, source: int, target: int, cents: int) -> None:
        with self.database.connection_context(), self.database.atomic():
            for order, change in ((source, -cents), (target, cents)):
                amount = Order.amount_cents + change
                Order.update(amount_cents=amount).where(Order.id == order).execute()

    def insert(self, rows: Sequence[Row]) -> None:
        with self.database.connection_context():
            LibraryRow.insert_many([asdict(row) for row in rows]).execute()

    def sleep(self, seconds: float) -> None:
        with self.database.connection_context():
            self.database.execute_sql("SELECT pg_sleep(%s)", (seconds,))

    def close(self) -> None:
        self.database.close_all()
