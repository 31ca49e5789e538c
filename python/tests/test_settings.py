import pytest

from settings import Settings, SettingsError
from tests.conftest import ENVIRONMENT


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def test_defaults_and_empty_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "")
    monkeypatch.setenv("PORT", "")
    settings = Settings.from_environment()
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 0, 2)
    assert (settings.pool_size, settings.max_overflow) == (20, 10)
    assert (settings.pool_timeout_ms, settings.connect_timeout_ms) == (5_000, 5_000)
    assert (settings.upstream_connections, settings.upstream_timeout_ms) == (10, 10_000)
    assert settings.exit_with_parent == 0


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
        ("POOL_SIZE", "0", "POOL_SIZE must be a whole number from 1 to 1000"),
        ("POOL_SIZE", " 5", "POOL_SIZE must be a whole number from 1 to 1000"),
        ("POOL_SIZE", "5.0", "POOL_SIZE must be a whole number from 1 to 1000"),
        ("WORKERS", "two", "WORKERS must be a whole number from 1 to 64"),
        ("EXIT_WITH_PARENT", "true", "EXIT_WITH_PARENT must be a whole number from 0 to 1"),
    ],
)
def test_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment()
    assert str(refused.value) == message


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Settings.from_environment())
