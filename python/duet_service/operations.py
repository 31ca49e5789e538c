"""GET /health, /stats and /light: who answers, what was counted, is the event loop free."""

import os
import platform
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from pydantic import BaseModel

from duet_service.gauges import Gauges, cpu_affinity
from duet_service.parameters import StatsQuery
from duet_service.plugins.pool import Database, SettingsDep
from duet_service.plugins.upstream import UPSTREAM_KEEP_ALIVE_MS, SyncUpstreamDep, UpstreamDep
from duet_service.settings import KEEP_ALIVE_MS
from duet_service.strictness import refuse_repeated_keys
from duet_service.workloads import WORKLOADS

LIBRARIES = [
    "fastapi",
    "httpx",
    "psycopg",
    "pydantic",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "uvloop",
]
VERSIONS = {name: version(name) for name in LIBRARIES}


class Light(BaseModel):
    ok: bool


async def health(request: Request, settings: SettingsDep) -> dict[str, Any]:
    return {
        "stack": "python",
        "runtime": f"{platform.python_implementation()} {platform.python_version()}",
        "versions": VERSIONS,
        "pid": os.getpid(),
        "processes": 1,
        "variants": request.app.state.variants,
        "workloads": WORKLOADS,
        "cpu_affinity": cpu_affinity(),
        "settings": {
            "pool_size": settings.pool_size,
            "max_overflow": settings.max_overflow,
            "pool_timeout_ms": settings.pool_timeout_ms,
            "pool_recycle_s": settings.pool_recycle_s,
            "pool_pre_ping": settings.pool_pre_ping,
            "pool_use_lifo": settings.pool_use_lifo,
            "thread_limit": settings.thread_limit,
            # What only the Node service has.
            "pool_max": None,
            "pool_idle_timeout_ms": None,
            "pool_max_uses": None,
            "connect_timeout_ms": settings.connect_timeout_ms,
            "upstream_connections": settings.upstream_connections,
            "upstream_timeout_ms": settings.upstream_timeout_ms,
            "upstream_keep_alive_ms": UPSTREAM_KEEP_ALIVE_MS,
            "keep_alive_ms": KEEP_ALIVE_MS,
            "workers": settings.workers,
        },
        # httpx limits each step apart: waiting for a connection, connecting, writing, reading.
        "upstream_timeout_covers": "step",
        # SQLAlchemy begins one at the first statement, and rolls back when a connection returns.
        "transactions": "per-connection-use",
        "prepared_statements": False,
        "access_log": False,
    }


async def stats(
    query: Annotated[StatsQuery, Query()],
    request: Request,
    settings: SettingsDep,
    upstream: UpstreamDep,
    sync_upstream: SyncUpstreamDep,
) -> dict[str, Any]:
    database: Database = request.app.state.database
    gauges: Gauges = request.app.state.gauges
    pools = database.pools()
    in_use = sum(pool.checkedout() for pool in pools)
    idle = sum(pool.checkedin() for pool in pools)
    answer = {
        "pool": {
            "size": in_use + idle,
            "in_use": in_use,
            "in_use_max": sum(pool.in_use_max for pool in pools),
            "idle": idle,
            "waiting": sum(pool.waiting for pool in pools),
            "waiting_max": sum(pool.waiting_max for pool in pools),
            "max": settings.pool_max,
            "checkouts": sum(pool.checkouts for pool in pools),
            "wait_ms_total": sum(pool.wait_ms_total for pool in pools),
            "wait_ms_max": max(pool.wait_ms_max for pool in pools),
            "returns": sum(pool.returns for pool in pools),
            "hold_ms_total": sum(pool.hold_ms_total for pool in pools),
        },
        "connections_opened": database.connections_opened,
        "upstream_calls": upstream.calls + sync_upstream.calls,
        **gauges.read(),
    }
    if query.restart is not None:
        for pool in pools:
            pool.restart()
        gauges.restart()
    return answer


async def light() -> Light:
    return Light(ok=True)


def add_routes(app: FastAPI) -> None:
    app.add_api_route("/health", health)
    app.add_api_route("/stats", stats, dependencies=[Depends(refuse_repeated_keys)])
    app.add_api_route("/light", light)
