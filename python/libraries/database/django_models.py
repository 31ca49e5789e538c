"""The tables as Django's ORM knows them. A name in quotes is taken as it is, with the schema."""

from django.db import models


class User(models.Model):
    id = models.IntegerField(primary_key=True)
    name = models.TextField()
    email = models.TextField()
    plan = models.TextField()
    country = models.TextField()

    class Meta:
        app_label = "duet"
        db_table = '"duet"."users"'
        managed = False


class Order(models.Model):
    id = models.IntegerField(primary_key=True)
    user = models.ForeignKey(User, models.DO_NOTHING, related_name="orders")
    placed_on = models.DateField()
    amount_cents = models.IntegerField()
    status = models.TextField()

    class Meta:
        app_label = "duet"
        db_table = '"duet"."orders"'
        managed = False
        ordering = ("id",)


class Review(models.Model):
    id = models.IntegerField(primary_key=True)
    user = models.ForeignKey(User, models.DO_NOTHING, related_name="reviews")
    product_id = models.IntegerField()
    rating = models.IntegerField()
    body = models.TextField()

    class Meta:
        app_label = "duet"
        db_table = '"duet"."reviews"'
        managed = False
        ordering = ("id",)


class LibraryRow(models.Model):
    id = models.IntegerField(primary_key=True)
    user_id = models.IntegerField()
    body = models.TextField()

    class Meta:
        app_label = "duet"
        db_table = '"duet"."library_rows"'
        managed = False
