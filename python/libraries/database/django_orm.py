"""Django's ORM with plain calls, as views in threads make them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from django.db import close_old_connections, connection, connections, transaction
from django.db.models import F

from database.django_models import LibraryRow, Order, User
from library import Record, Row


@contextmanager
def request() -> Iterator[None]:
    """What Django does around each request: a connection that broke or is too old is closed; where
    there is a pool, it goes back to it."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


class Django:
    @request()
    def user(self, user_id: int) -> Record | None:
        try:
            return User.objects.get(id=user_id)
        except User.DoesNotExist:
            return None

    @request()
    def profile(self, user_id: int) -> Record | None:
        try:
            user = User.objects.prefetch_related("orders", "reviews").get(id=user_id)
        except User.DoesNotExist:
            return None
        return {"user": user, "orders": [*user.orders.all()], "reviews": [*user.reviews.all()]}

    @request()
    def transfer(self, source: int, target: int, cents: int) -> None:
        with transaction.atomic():
            Order.objects.filter(id=source).update(amount_cents=F("amount_cents") - cents)
            Order.objects.filter(id=target).update(amount_cents=F("amount_cents") + cents)

    @request()
    def insert(self, rows: Sequence[Row]) -> None:
        LibraryRow.objects.bulk_create(LibraryRow(**asdict(row)) for row in rows)

    @request()
    def sleep(self, seconds: float) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [seconds])

    def close(self) -> None:
        connections.close_all()
