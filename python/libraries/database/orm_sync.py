"""SQLAlchemy's ORM with plain calls; the driver stands in the address."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Engine, create_engine, insert, text
from sqlalchemy.orm import selectinload, sessionmaker

from database.engine_options import engine_options
from database.orm_models import LibraryRow, User, add
from library import PoolOptions, Record, Row

PACKAGES = ("sqlalchemy",)


def open(url: str, pool: PoolOptions) -> "Orm":
    return Orm(create_engine(url, **engine_options(pool)))


class Orm:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sessions = sessionmaker(engine)

    def user(self, user_id: int) -> Record | None:
        with self.sessions() as session:
            return session.get(User, user_id)

    def profile(self, user_id: int) -> Record | None:
        loads = [selectinload(User.orders), selectinload(User.reviews)]
        with self.sessions() as session:
            user = session.get(User, user_id, options=loads)
        return user and {"user": user, "orders": user.orders, "reviews": user.reviews}

    def transfer(self, source: int, target: int, cents: int) -> None:
        with self.sessions.begin() as session:
            session.execute(add(source, -cents))
            session.execute(add(target, cents))

    def insert(self, rows: Sequence[Row]) -> None:
        with self.sessions.begin() as session:
            session.execute(insert(LibraryRow), [asdict(row) for row in rows])

    def sleep(self, seconds: float) -> None:
        with self.sessions() as session:
            session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})

    def close(self) -> None:
        self.engine.dispose()
