"""The connection pools to PostgreSQL: engines made in the app's lifespan and disposed with it."""

import math
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import (
    AsyncAdaptedQueuePool,
    ConnectionPoolEntry,
    Pool,
    PoolProxiedConnection,
    QueuePool,
)

from duet_service.settings import Settings

# In a connection's info: when it was given out, in seconds of perf_counter.
GIVEN = "duet_given_s"


class TimedQueuePool(QueuePool):
    """QueuePool has no metric for how long callers wait for a connection and hold it, so every
    connect() is timed. The maxima are taken at each change, not sampled, so that none is missed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections given, and given back.
        self.checkouts = 0
        self.returns = 0
        self.waiting = 0
        # From asking to getting a connection, opening it included.
        self.wait_ms_total = 0.0
        self.wait_ms_max = 0.0
        # From getting a connection to giving it back, the rollback included.
        self.hold_ms_total = 0.0
        self.in_use_max = 0
        self.waiting_max = 0
        # Of those that wait, the ones that found the pool exhausted.
        self._queued = 0
        # Callers are threads here, tasks of one thread in the async pool.
        self._lock = threading.Lock()

    def restart(self) -> None:
        """The maxima begin anew."""
        with self._lock:
            self.wait_ms_max = 0.0
            self.in_use_max = self.checkedout()
            self.waiting_max = 0

    def connect(self) -> PoolProxiedConnection:
        asked = time.perf_counter()
        # Connections that are being opened are checked out already, so who comes then must wait.
        bounded = self._max_overflow > -1
        exhausted = bounded and self.checkedout() >= self.size() + self._max_overflow
        with self._lock:
            self.waiting += 1
            self._queued += exhausted
            self.waiting_max = max(self.waiting_max, self._queued)
        try:
            connection = super().connect()
        except BaseException:
            with self._lock:
                self.waiting -= 1
                self._queued -= exhausted
            raise
        given = time.perf_counter()
        connection.info[GIVEN] = given
        wait_ms = (given - asked) * 1_000
        with self._lock:
            self.waiting -= 1
            self._queued -= exhausted
            self.checkouts += 1
            self.wait_ms_total += wait_ms
            self.wait_ms_max = max(self.wait_ms_max, wait_ms)
            self.in_use_max = max(self.in_use_max, self.checkedout())
        return connection

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        given = record.info.pop(GIVEN, None)
        # None: it could not be opened anew, so nobody got it.
        if given is not None:
            hold_ms = (time.perf_counter() - given) * 1_000
            with self._lock:
                self.returns += 1
                self.hold_ms_total += hold_ms
        super()._do_return_conn(record)


class TimedAsyncQueuePool(TimedQueuePool, AsyncAdaptedQueuePool):
    """The same over SQLAlchemy's queue for asyncio."""


class Database:
    """Both engines, and how many connections were opened, pooled or not."""

    def __init__(self, settings: Settings) -> None:
        self.connections_opened = 0
        # Those of engine_with(), by their dependency.
        self.others: dict[Any, Engine] = {}
        options = pool_options(settings)
        url, connect_args = database_url(settings), connect_options(settings)
        self.engine = create_engine(
            url, connect_args=connect_args, poolclass=TimedQueuePool, **options
        )
        self.async_engine = create_async_engine(
            url, connect_args=connect_args, poolclass=TimedAsyncQueuePool, **options
        )

    def pools(self) -> list[TimedQueuePool]:
        engines = [self.engine, self.async_engine.sync_engine, *self.others.values()]
        pools = [engine.pool for engine in engines]
        return [pool for pool in pools if isinstance(pool, TimedQueuePool)]

    def count_connection(self, *_: object) -> None:
        self.connections_opened += 1


def database_url(settings: Settings) -> URL:
    """psycopg 3 serves both engines. pg does not ask for TLS unless told; psycopg's default would
    ask first and so cost each new connection a round trip more."""
    url = make_url(settings.database_url).set(drivername="postgresql+psycopg")
    return url if "sslmode" in url.query else url.update_query_dict({"sslmode": "disable"})


def pool_options(settings: Settings) -> dict[str, Any]:
    """Options of a pool, as create_engine() and create_async_engine() take them."""
    return {
        "pool_size": 0 if settings.pool_size == "unlimited" else settings.pool_size,
        "max_overflow": -1 if settings.max_overflow == "unlimited" else settings.max_overflow,
        "pool_timeout": settings.pool_timeout_ms / 1_000,
        "pool_recycle": -1 if settings.pool_recycle_s == "never" else settings.pool_recycle_s,
        "pool_pre_ping": settings.pool_pre_ping,
        "pool_use_lifo": settings.pool_use_lifo,
    }


def connect_options(settings: Settings) -> dict[str, Any]:
    """Options of one connection. psycopg would prepare at a statement's sixth run, pg never; both
    do so in `after-best` of pooling alone."""
    return {
        "application_name": "duet-python",
        # libpq counts whole seconds and makes one second two.
        "connect_timeout": math.ceil(settings.connect_timeout_ms / 1_000),
        "prepare_threshold": None,
    }


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings)
    # On the class, so that an engine made for one request is counted too.
    event.listen(Pool, "connect", database.count_connection)
    try:
        yield database
    finally:
        event.remove(Pool, "connect", database.count_connection)
        for engine in (database.engine, *database.others.values()):
            engine.dispose()
        await database.async_engine.dispose()


# The dependencies are `async def`, or FastAPI would send each to a thread and back. They hand out
# engines, not connections: what a dependency yields is given back only after the response is
# sent, and `def` routes run on 40 threads, so ten of those could wait for 30 such connections.
async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _engine(request: Request) -> Engine:
    database: Database = request.app.state.database
    return database.engine


async def _async_engine(request: Request) -> AsyncEngine:
    database: Database = request.app.state.database
    return database.async_engine


def engine_with(connect_with: dict[str, Any] | None = None, **options: Any) -> Any:
    """
    A dependency: an engine that differs from the service's own in these options of
    create_engine(), and in those of a connection.

    It is made when first asked for. A poolclass of its own takes none of the bounds of ours.
    """

    async def engine(request: Request) -> Engine:
        database: Database = request.app.state.database
        if engine not in database.others:
            settings: Settings = request.app.state.settings
            timed = {"poolclass": TimedQueuePool, **pool_options(settings)}
            ours = {} if "poolclass" in options else timed
            connect_args = connect_options(settings) | (connect_with or {})
            database.others[engine] = create_engine(
                database_url(settings), connect_args=connect_args, **(ours | options)
            )
        return database.others[engine]

    return Depends(engine)


SettingsDep = Annotated[Settings, Depends(_settings)]
EngineDep = Annotated[Engine, Depends(_engine)]
AsyncEngineDep = Annotated[AsyncEngine, Depends(_async_engine)]
