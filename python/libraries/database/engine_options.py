"""The options of an engine of SQLAlchemy, which SQLModel has, too."""

from typing import Any

from library import PoolOptions


def engine_options(pool: PoolOptions) -> dict[str, Any]:
    """By default 5 connections and 10 more while they are needed, and 30 s of patience."""
    options: dict[str, Any] = {}
    if pool.max is not None:
        options |= {"pool_size": pool.max, "max_overflow": 0}
    if pool.wait_s is not None:
        options["pool_timeout"] = pool.wait_s
    return options
