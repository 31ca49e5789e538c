"""Django's ORM on connections that persist: each thread keeps one of its own."""

from database.django_settings import configure
from library import DatabaseLibrary, PoolOptions

PACKAGES = ("django", "psycopg")


def open(url: str, _: PoolOptions) -> DatabaseLibrary:
    # There is no bound but the number of threads, and so nothing to wait for.
    configure(url, CONN_MAX_AGE=600)
    from database.django_orm import Django

    return Django()
