"""The tables as SQLAlchemy's ORM knows them, and a statement on one."""

from datetime import date

from sqlalchemy import ForeignKey, MetaData, Update, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    metadata = MetaData(schema="duet")


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    plan: Mapped[str]
    country: Mapped[str]
    orders: Mapped[list["Order"]] = relationship(order_by="Order.id")
    reviews: Mapped[list["Review"]] = relationship(order_by="Review.id")


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    placed_on: Mapped[date]
    amount_cents: Mapped[int]
    status: Mapped[str]


class Review(Base):
    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    product_id: Mapped[int]
    rating: Mapped[int]
    body: Mapped[str]


class LibraryRow(Base):
    __tablename__ = "library_rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    body: Mapped[str]


def add(order: int, cents: int) -> Update:
    changed = Order.amount_cents + cents
    return update(Order).where(Order.id == order).values(amount_cents=changed)
