"""The tables as Tortoise ORM knows them."""

from tortoise import fields
from tortoise.models import Model


class User(Model):
    id = fields.IntField(primary_key=True, generated=False)
    name = fields.TextField()
    email = fields.TextField()
    plan = fields.TextField()
    country = fields.TextField()
    orders: fields.ReverseRelation["Order"]
    reviews: fields.ReverseRelation["Review"]

    class Meta:
        schema = "duet"
        table = "users"


class Order(Model):
    id = fields.IntField(primary_key=True, generated=False)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", "orders")
    placed_on = fields.DateField()
    amount_cents = fields.IntField()
    status = fields.TextField()

    class Meta:
        schema = "duet"
        table = "orders"
        ordering = ("id",)


class Review(Model):
    id = fields.IntField(primary_key=True, generated=False)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", "reviews")
    product_id = fields.IntField()
    rating = fields.IntField()
    body = fields.TextField()

    class Meta:
        schema = "duet"
        table = "reviews"
        ordering = ("id",)


class LibraryRow(Model):
    id = fields.IntField(primary_key=True, generated=False)
    user_id = fields.IntField()
    body = fields.TextField()

    class Meta:
        schema = "duet"
        table = "library_rows"
