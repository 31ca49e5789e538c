"""SQLModel on psycopg, with plain calls as its documentation has them."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Engine
from sqlmodel import Session, create_engine, text, update

from database.engine_options import engine_options
from database.sqlmodel_models import LibraryRow, Order, User
from library import PoolOptions, Record, Row

PACKAGES = ("sqlmodel", "sqlalchemy", "psycopg")


def open(url: str, pool: PoolOptions) -> "SqlModel":
    address = f"postgresql+psycopg://{url.partition('://')[2]}"
    return SqlModel(create_engine(address, **engine_options(pool)))


class SqlModel:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def user(self, user_id: int) -> Record | None:
        with Session(self.engine) as session:
            return session.get(User, user_id)

    def profile(self, user_id: int) -> Record | None:
        with Session(self.engine) as session:
            user = session.get(User, user_id)
            # Each relation is loaded when it is first read.
            return user and {"user": user, "orders": user.orders, "reviews": user.reviews}

    def transfer(self, source: int, target: int, cents: int) -> None:
        with Session(self.engine) as session:
            for order, change in ((source, -cents), (target, cents)):
                amount = Order.amount_cents + change
                session.exec(update(Order).where(Order.id == order).values(amount_cents=amount))
            session.commit()

    def insert(self, rows: Sequence[Row]) -> None:
        with Session(self.engine) as session:
            session.add_all([LibraryRow(**asdict(row)) for row in rows])
            session.commit()

    def sleep(self, seconds: float) -> None:
        with Session(self.engine) as session:
            session.exec(text("SELECT pg_sleep(:seconds)").bindparams(seconds=seconds))

    def close(self) -> None:
        self.engine.dispose()
