"""A statement that takes a tenth of a second and tells when PostgreSQL ran it, on which backend."""

from collections.abc import Sequence
from typing import Any

NOW = "extract(epoch FROM clock_timestamp())::float8 * 1000"
TIMED = f"SELECT pg_backend_pid(), {NOW}, pg_sleep(0.1)::text, {NOW}"


def overlap_of(rows: Sequence[Sequence[Any]]) -> dict[str, int]:
    """On how many backends they ran, and how many at the same time at most."""
    at_once = [sum(began <= at < ended for _, began, _, ended in rows) for _, at, _, _ in rows]
    return {"backends": len({row[0] for row in rows}), "at_once": max(at_once, default=0)}
