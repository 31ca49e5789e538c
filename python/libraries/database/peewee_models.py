"""The tables as peewee knows them."""

from peewee import DateField, ForeignKeyField, IntegerField, Model, TextField
from playhouse.pool import PooledPostgresqlDatabase

# Where it is, peewee.py says.
database = PooledPostgresqlDatabase(None)


class InSchema(Model):
    class Meta:
        database = database
        schema = "duet"


class User(InSchema):
    id = IntegerField(primary_key=True)
    name = TextField()
    email = TextField()
    plan = TextField()
    country = TextField()

    class Meta:
        table_name = "users"


class Order(InSchema):
    id = IntegerField(primary_key=True)
    user = ForeignKeyField(User, backref="orders")
    placed_on = DateField()
    amount_cents = IntegerField()
    status = TextField()

    class Meta:
        table_name = "orders"


class Review(InSchema):
    id = IntegerField(primary_key=True)
    user = ForeignKeyField(User, backref="reviews")
    product_id = IntegerField()
    rating = IntegerField()
    body = TextField()

    class Meta:
        table_name = "reviews"


class LibraryRow(InSchema):
    id = IntegerField(primary_key=True)
    user_id = IntegerField()
    body = TextField()

    class Meta:
        table_name = "library_rows"
