"""The frame around the libraries, with a made-up one: the real ones are not installed here."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from entries import load
from environment import SettingsError, read_settings
from frame import build_app, failure
from library import PoolOptions, Record, Row, Settings
from routes import database

ADA = {"id": 2, "name": "Ada", "email": "ada@example.com", "plan": "pro", "country": "FR"}
ORDER = {"id": 1, "placed_on": "2024-02-29", "amount_cents": 1250, "status": "paid"}
URL = "postgresql://user@127.0.0.1/duet"
SETTINGS = Settings(URL, None, None, 0, PoolOptions(max=3), 2, False)
NO_SUCH_USER = {"error": "UnknownUser", "message": "there is no user 1"}
LOST = {"error": "OSError", "message": "the connection is lost", "code": "57P01"}
# Method, path, body, status and answer, in the order in which they are asked.
ASKED: list[tuple[str, str, dict[str, int] | None, int, Any]] = [
    ("GET", "/light", None, 200, {"ok": True}),
    ("GET", "/users/2", None, 200, ADA),
    ("GET", "/users/1", None, 404, NO_SUCH_USER),
    ("GET", "/users/3", None, 500, LOST),
    ("GET", "/profiles/2", None, 200, {"user": ADA, "orders": [ORDER], "reviews": []}),
    ("GET", "/profiles/1", None, 404, NO_SUCH_USER),
    ("POST", "/transfers", {"from": 1, "to": 2, "cents": 5}, 204, None),
    ("POST", "/rows", {"first_id": 99, "count": 2}, 200, {"inserted": 2}),
    ("GET", "/sleep?ms=250", None, 204, None),
]
# What the library is told meanwhile.
TOLD = [
    (1, 2, 5),
    [Row(id=99, user_id=100, body="row 99"), Row(id=100, user_id=1, body="row 100")],
    0.25,
    "close",
]


class LostError(Exception):
    sqlstate = "57P01"


class MadeUp:
    """Gives what ORMs give: objects that have more attributes than were asked for."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def user(self, user_id: int) -> Record | None:
        if user_id == 3:
            raise OSError("the connection is lost") from LostError()
        return SimpleNamespace(**ADA, orders=[]) if user_id == 2 else None

    def profile(self, user_id: int) -> Record | None:
        order = SimpleNamespace(**{**ORDER, "placed_on": date(2024, 2, 29)}, user=None)
        user = self.user(user_id)
        return user and {"user": user, "orders": [order], "reviews": []}

    def transfer(self, source: int, target: int, cents: int) -> None:
        self.told.append((source, target, cents))

    def insert(self, rows: Sequence[Row]) -> None:
        self.told.append(rows)

    def sleep(self, seconds: float) -> None:
        self.told.append(seconds)

    def close(self) -> None:
        self.told.append("close")


def in_coroutine(method: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def call(*arguments: Any) -> Any:
        try:
            return method(*arguments)
        except OSError as error:
            raise ExceptionGroup("a task failed", [error]) from None

    return call


def of_asyncio(library: MadeUp) -> Any:
    names = ("user", "profile", "transfer", "insert", "sleep", "close")
    return SimpleNamespace(**{name: in_coroutine(getattr(library, name)) for name in names})


async def ask_all(module: Any) -> list[tuple[int, Any]]:
    app = build_app(module, database.start, SETTINGS)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://library") as client,
    ):
        answers = [await client.request(how, path, json=body) for how, path, body, *_ in ASKED]
    return [(answer.status_code, answer.json() if answer.content else None) for answer in answers]


@pytest.mark.parametrize("asyncio_", [False, True])
def test_every_route_asks_the_library_and_answers(asyncio_: bool) -> None:
    library = MadeUp()
    opened: list[object] = []

    def open_plainly(url: str, pool: PoolOptions) -> Any:
        opened.append((url, pool))
        return of_asyncio(library) if asyncio_ else library

    how = in_coroutine(open_plainly) if asyncio_ else open_plainly
    answers = asyncio.run(ask_all(SimpleNamespace(PACKAGES=(), open=how)))
    assert answers == [(status, answer) for *_, status, answer in ASKED]
    assert library.told == TOLD
    assert opened == [(URL, PoolOptions(max=3))]


def test_entries_of_sqlalchemy_differ_in_the_driver() -> None:
    sync = load("database", "sqlalchemy-orm-psycopg")
    of_psycopg2 = load("database", "sqlalchemy-orm-psycopg2")
    assert sync.PACKAGES == ("sqlalchemy", "psycopg")
    assert of_psycopg2.PACKAGES == ("sqlalchemy", "psycopg2-binary")
    engine = sync.open(URL, PoolOptions(max=3, wait_s=0.5)).engine
    assert engine.url.render_as_string() == "postgresql+psycopg://user@127.0.0.1/duet"
    assert (engine.pool.size(), engine.pool.timeout()) == (3, 0.5)


def test_what_is_not_set_is_the_default_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "UPSTREAM_URL", "FILES_DIR", "PORT", "WORKERS", "POOL_WAIT_MS"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("POOL_MAX", "3")
    assert read_settings() == Settings(None, None, None, 0, PoolOptions(max=3), 2, False)
    monkeypatch.setenv("POOL_WAIT_MS", "0")
    with pytest.raises(SettingsError, match="POOL_WAIT_MS must be a whole number from 1 to 600000"):
        read_settings()


def test_the_code_is_that_of_the_driver() -> None:
    told_by_pg8000 = OSError({"S": "FATAL", "C": "57P01", "M": "terminating"})
    assert failure(told_by_pg8000)["code"] == "57P01"
    with pytest.raises(OSError, match="as peewee raises its own") as raised:
        raise_again()
    assert failure(raised.value)["code"] == "57P01"
    assert "code" not in failure(OSError("no database was asked"))


def raise_again() -> None:
    try:
        raise LostError
    except LostError:
        raise OSError("as peewee raises its own")  # noqa: B904
