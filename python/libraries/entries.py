"""Which file an entry is: its name says, but for those that share a file on several drivers."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

# A file of SQLAlchemy in database/, and the driver that stands in the address.
ON_A_DRIVER = {
    "sqlalchemy-core-psycopg-async": ("core_async", "psycopg"),
    "sqlalchemy-core-psycopg": ("core_sync", "psycopg"),
    "sqlalchemy-core-asyncpg": ("core_async", "asyncpg"),
    "sqlalchemy-orm-psycopg-async": ("orm_async", "psycopg"),
    "sqlalchemy-orm-psycopg": ("orm_sync", "psycopg"),
    "sqlalchemy-orm-asyncpg": ("orm_async", "asyncpg"),
    "sqlalchemy-orm-psycopg2": ("orm_sync", "psycopg2"),
    "sqlalchemy-orm-pg8000": ("orm_sync", "pg8000"),
}
# Where the distribution has another name than the module.
DISTRIBUTIONS = {"psycopg2": "psycopg2-binary"}


def load(field: str, name: str) -> Any:
    """
    What the entry's file offers: a module of library.py's Protocols.

    Raises ModuleNotFoundError where there is no such file, or its library is not installed.
    """
    if field != "database" or name not in ON_A_DRIVER:
        return import_module(f"{field}.{name.replace('-', '_')}")
    file, driver = ON_A_DRIVER[name]
    module = import_module(f"database.{file}")
    return SimpleNamespace(
        PACKAGES=(*module.PACKAGES, DISTRIBUTIONS.get(driver, driver)),
        open=lambda url, pool: module.open(_with_driver(url, driver), pool),
    )


def _with_driver(url: str, driver: str) -> str:
    """The address as SQLAlchemy wants it: postgresql+driver://…"""
    return f"postgresql+{driver}://{url.partition('://')[2]}"
