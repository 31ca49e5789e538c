"""Django's ORM on the pool of psycopg."""

from database.django_settings import configure
from database.pool_options import pool_options
from library import DatabaseLibrary, PoolOptions

PACKAGES = ("django", "psycopg-pool", "psycopg")


def open(url: str, pool: PoolOptions) -> DatabaseLibrary:
    configure(url, OPTIONS={"pool": pool_options(pool) or True})
    from database.django_orm import Django

    return Django()
