"""SQLAlchemy Core with plain calls; the driver stands in the address."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Engine, create_engine, insert, text

from database.core_tables import add, library_rows, of_user, orders, reviews, user_by_id
from database.engine_options import engine_options
from library import PoolOptions, Record, Row

PACKAGES = ("sqlalchemy",)


def open(url: str, pool: PoolOptions) -> "Core":
    return Core(create_engine(url, **engine_options(pool)))


class Core:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def user(self, user_id: int) -> Record | None:
        with self.engine.connect() as connection:
            return connection.execute(user_by_id(user_id)).first()

    def profile(self, user_id: int) -> Record | None:
        with self.engine.connect() as connection:
            user = connection.execute(user_by_id(user_id)).first()
            their_orders = connection.execute(of_user(orders, user_id)).all()
            their_reviews = connection.execute(of_user(reviews, user_id)).all()
        return user and {"user": user, "orders": their_orders, "reviews": their_reviews}

    def transfer(self, source: int, target: int, cents: int) -> None:
        with self.engine.begin() as connection:
            connection.execute(add(source, -cents))
            connection.execute(add(target, cents))

    def insert(self, rows: Sequence[Row]) -> None:
        with self.engine.begin() as connection:
            connection.execute(insert(library_rows), [asdict(row) for row in rows])

    def sleep(self, seconds: float) -> None:
        with self.engine.connect() as connection:
            connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})

    def close(self) -> None:
        self.engine.dispose()
