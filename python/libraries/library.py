"""What a library's file offers, by field: the mirror image of node/libraries/library.ts.

The file is written as the library's own documentation would, and shows just what differs; it knows
nothing of HTTP, which routes/<field>.py adds, but in the field `serving`, where it is the server.

A library of asyncio has the `Async…` form. The methods of another are plain `def`, which FastAPI
runs in its threads; its `open` and `close` are plain, too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

# An object with attributes, or a mapping, with the fields of a model below: whatever the library
# gives. The frame makes the model of it, as FastAPI does with what a route returns.
Record = Any


class LibraryModule(Protocol):
    """Every library's file says whose versions it depends on: distributions, for GET /health."""

    PACKAGES: Sequence[str]


# Field: database


class User(BaseModel):
    id: int
    name: str
    email: str
    plan: str
    country: str


class Order(BaseModel):
    id: int
    placed_on: date
    amount_cents: int
    status: str


class Review(BaseModel):
    id: int
    product_id: int
    rating: int
    body: str


class Profile(BaseModel):
    user: User
    orders: list[Order]
    reviews: list[Review]


@dataclass(frozen=True)
class Row:
    """A row of duet.library_rows."""

    id: int
    user_id: int
    body: str


@dataclass(frozen=True)
class PoolOptions:
    """What is None is the library's own default."""

    # The most connections.
    max: int | None = None
    # How long a caller may wait for a connection, in seconds. Not every library can bound that.
    wait_s: float | None = None


class DatabaseLibrary(Protocol):
    def user(self, user_id: int) -> Record | None:
        """A User, read by key."""

    def profile(self, user_id: int) -> Record | None:
        """A Profile, orders and reviews by id, by the library's own loading of relations."""

    def transfer(self, source: int, target: int, cents: int) -> None:
        """Takes cents from one order and gives them to another: a transaction of two UPDATEs."""

    def insert(self, rows: Sequence[Row]) -> None:
        """Writes many rows, as the library inserts many."""

    def sleep(self, seconds: float) -> None:
        """A statement that takes so long."""

    def close(self) -> None: ...


class AsyncDatabaseLibrary(Protocol):
    async def user(self, user_id: int) -> Record | None: ...
    async def profile(self, user_id: int) -> Record | None: ...
    async def transfer(self, source: int, target: int, cents: int) -> None: ...
    async def insert(self, rows: Sequence[Row]) -> None: ...
    async def sleep(self, seconds: float) -> None: ...
    async def close(self) -> None: ...


class DatabaseModule(LibraryModule, Protocol):
    def open(self, url: str, pool: PoolOptions) -> DatabaseLibrary: ...


class AsyncDatabaseModule(LibraryModule, Protocol):
    async def open(self, url: str, pool: PoolOptions) -> AsyncDatabaseLibrary: ...


# Field: batching


class Detail(BaseModel):
    id: int
    tier: str
    credit_cents: int


class BatchingLibrary(Protocol):
    def enrich(self, ids: Sequence[int]) -> Sequence[Record]:
        """
        The Detail of all these users, in any order. HTTP clients post 100 ids at a time to
        /details:batch, one call after the other; what collects single loads does that.
        """

    def close(self) -> None: ...


class AsyncBatchingLibrary(Protocol):
    async def enrich(self, ids: Sequence[int]) -> Sequence[Record]: ...
    async def close(self) -> None: ...


class BatchingModule(LibraryModule, Protocol):
    def open(self, upstream_url: str) -> BatchingLibrary:
        """The address has no slash at its end."""


class AsyncBatchingModule(LibraryModule, Protocol):
    async def open(self, upstream_url: str) -> AsyncBatchingLibrary: ...


# Field: streaming


class PlanTotals(BaseModel):
    plan: str
    rows: int
    amount_cents: int


class FileTotals(BaseModel):
    """The contract's answer without the checksum; the plans in code point order."""

    rows: int
    amount_cents: int
    plans: list[PlanTotals]


class StreamingModule(LibraryModule, Protocol):
    """Reading a file blocks, so that the frame runs it in a thread."""

    def summarize(self, path: Path) -> Record:
        """The FileTotals of a file of lines id,plan,amount_cents,day,city without a header."""


# Field: workers


class WorkersLibrary(Protocol):
    def report(self, size: int) -> Record:
        """The RevenueReport, computed by duet_service/patterns/revenue.py in a worker."""

    def die(self) -> object:
        """A job whose worker exits at once; raises what the library makes of that."""

    def close(self) -> None: ...


class AsyncWorkersLibrary(Protocol):
    async def report(self, size: int) -> Record: ...
    async def die(self) -> object: ...
    async def close(self) -> None: ...


class WorkersModule(LibraryModule, Protocol):
    def open(self, workers: int) -> WorkersLibrary: ...


class AsyncWorkersModule(LibraryModule, Protocol):
    async def open(self, workers: int) -> AsyncWorkersLibrary: ...


# Field: serving


@dataclass(frozen=True)
class ServingSettings:
    # Of 127.0.0.1; 0 for any free one.
    port: int
    # The answer of GET /health.
    health: Mapping[str, object]
    # Of GET /users/{id}.
    database_url: str
    pool: PoolOptions


class ServingModule(LibraryModule, Protocol):
    def serve(self, settings: ServingSettings, listening: Callable[[int], None]) -> None:
        """
        Serves GET /health, GET /light, GET /users/{id} and POST /bodies until SIGTERM or SIGINT,
        and says the port once it answers.
        """


# The process around a library


@dataclass(frozen=True)
class Settings:
    """Read from the environment; what is not set is None, or as said."""

    # DATABASE_URL.
    database_url: str | None
    # UPSTREAM_URL, without a slash at the end.
    upstream_url: str | None
    # FILES_DIR.
    files_dir: Path | None
    # PORT; 0 for any free one, which is also the default.
    port: int
    # POOL_MAX and POOL_WAIT_MS.
    pool: PoolOptions
    # WORKERS; 2 by default, as in the service.
    workers: int
    # EXIT_WITH_PARENT; false by default.
    exit_with_parent: bool
