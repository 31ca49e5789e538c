"""The tables as SQLModel knows them."""

from datetime import date

from sqlmodel import Field, Relationship, SQLModel


class User(SQLModel, table=True):
    __tablename__ = "users"
    __table_args__ = {"schema": "duet"}
    id: int = Field(primary_key=True)
    name: str
    email: str
    plan: str
    country: str
    orders: list["Order"] = Relationship(sa_relationship_kwargs={"order_by": "Order.id"})
    reviews: list["Review"] = Relationship(sa_relationship_kwargs={"order_by": "Review.id"})


class Order(SQLModel, table=True):
    __tablename__ = "orders"
    __table_args__ = {"schema": "duet"}
    id: int = Field(primary_key=True)
    user_id: int = Field(foreign_key="duet.users.id")
    placed_on: date
    amount_cents: int
    status: str


class Review(SQLModel, table=True):
    __tablename__ = "reviews"
    __table_args__ = {"schema": "duet"}
    id: int = Field(primary_key=True)
    user_id: int = Field(foreign_key="duet.users.id")
    product_id: int
    rating: int
    body: str


class LibraryRow(SQLModel, table=True):
    __tablename__ = "library_rows"
    __table_args__ = {"schema": "duet"}
    id: int = Field(primary_key=True)
    user_id: int
    body: str
