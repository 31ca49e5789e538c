"""The options of a pool of psycopg, which Django uses, too."""

from typing import Any

from library import PoolOptions


def pool_options(pool: PoolOptions) -> dict[str, Any]:
    """By default 4 connections, and 30 s of patience."""
    options: dict[str, Any] = {}
    if pool.max is not None:
        options |= {"min_size": min(4, pool.max), "max_size": pool.max}
    if pool.wait_s is not None:
        options["timeout"] = pool.wait_s
    return options
