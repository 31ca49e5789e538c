import pytest

from duet_service.plugins.pool import pool_options
from duet_service.settings import SettingsError, read_settings
from tests.conftest import ENVIRONMENT


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def test_defaults_and_empty_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "")
    monkeypatch.setenv("PORT", "")
    settings = read_settings()
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 0, 2)
    assert (settings.pool_size, settings.max_overflow, settings.pool_max) == (20, 10, 30)
    assert (settings.pool_recycle_s, settings.thread_limit) == ("never", 40)
    assert (settings.pool_pre_ping, settings.pool_use_lifo) == (False, False)
    assert (settings.pool_timeout_ms, settings.connect_timeout_ms) == (5_000, 5_000)
    assert (settings.upstream_connections, settings.upstream_timeout_ms) == (10, 10_000)
    assert settings.exit_with_parent is False


def test_a_flag_is_0_or_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXIT_WITH_PARENT", "1")
    assert read_settings().exit_with_parent is True
    monkeypatch.setenv("EXIT_WITH_PARENT", "0")
    assert read_settings().exit_with_parent is False


@pytest.mark.parametrize(
    ("environment_", "message"),
    [
        ({"DATABASE_URL": "x", "FILES_DIR": ""}, "FILES_DIR must be set"),
        ({"WORKERS": "0", "PORT": "x"}, "PORT must be a whole number from 0 to 65535"),
    ],
)
def test_what_is_missing_is_said_before_what_is_wrong_and_of_what_is_wrong_the_first(
    monkeypatch: pytest.MonkeyPatch, environment_: dict[str, str], message: str
) -> None:
    for name, value in environment_.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("environment_", "options", "pool_max"),
    [
        ({}, {"pool_size": 20, "max_overflow": 10, "pool_recycle": -1}, 30),
        ({"MAX_OVERFLOW": "0"}, {"pool_size": 20, "max_overflow": 0}, 20),
        ({"POOL_SIZE": "unlimited"}, {"pool_size": 0, "max_overflow": 10}, None),
        ({"MAX_OVERFLOW": "unlimited"}, {"pool_size": 20, "max_overflow": -1}, None),
        (
            {"POOL_RECYCLE_S": "1800", "POOL_PRE_PING": "1", "POOL_USE_LIFO": "1"},
            {"pool_recycle": 1_800, "pool_pre_ping": True, "pool_use_lifo": True},
            30,
        ),
    ],
)
def test_the_pool_is_told_in_the_words_of_sqlalchemy(
    monkeypatch: pytest.MonkeyPatch,
    environment_: dict[str, str],
    options: dict[str, int | bool],
    pool_max: int | None,
) -> None:
    for name, value in environment_.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert pool_options(settings).items() >= options.items()
    assert settings.pool_max == pool_max


POOL_SIZE = "POOL_SIZE must be a whole number from 1 to 1000, or unlimited (SQLAlchemy's 0)"
MAX_OVERFLOW = "MAX_OVERFLOW must be a whole number from 0 to 1000, or unlimited (SQLAlchemy's -1)"
POOL_RECYCLE = "POOL_RECYCLE_S must be a whole number from 1 to 86400, or never (SQLAlchemy's -1)"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DATABASE_URL", "", "DATABASE_URL must be set"),
        (
            "DATABASE_URL",
            "mysql://a:secret@b/c",
            "DATABASE_URL must be an address that starts with postgresql://",
        ),
        (
            "UPSTREAM_URL",
            "localhost:80",
            "UPSTREAM_URL must be an address that starts with http://",
        ),
        ("FILES_DIR", "/nowhere/at/all", "FILES_DIR must be an existing folder"),
        ("PORT", "65536", "PORT must be a whole number from 0 to 65535"),
        ("POOL_SIZE", "0", POOL_SIZE),
        ("POOL_SIZE", "-1", POOL_SIZE),
        ("POOL_SIZE", "1001", POOL_SIZE),
        ("POOL_SIZE", " 5", POOL_SIZE),
        ("POOL_SIZE", "5.0", POOL_SIZE),
        ("POOL_SIZE", "Unlimited", POOL_SIZE),
        ("MAX_OVERFLOW", "-1", MAX_OVERFLOW),
        ("POOL_RECYCLE_S", "-1", POOL_RECYCLE),
        ("POOL_RECYCLE_S", "0", POOL_RECYCLE),
        ("POOL_PRE_PING", "true", "POOL_PRE_PING must be a whole number from 0 to 1"),
        ("POOL_USE_LIFO", "2", "POOL_USE_LIFO must be a whole number from 0 to 1"),
        ("THREAD_LIMIT", "0", "THREAD_LIMIT must be a whole number from 1 to 1000"),
        ("WORKERS", "two", "WORKERS must be a whole number from 1 to 64"),
        ("EXIT_WITH_PARENT", "true", "EXIT_WITH_PARENT must be a whole number from 0 to 1"),
    ],
)
def test_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value) == message


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(read_settings())
