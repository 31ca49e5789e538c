"""The service's settings: read from environment variables, validated once, refused on a bad one."""

from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, DirectoryPath, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from parameters import Decimal

# A client's idle connection is kept this long.
KEEP_ALIVE_S = 75


class SettingsError(Exception):
    """A variable that is missing or out of bounds; names it and never repeats its value."""


def _has_scheme(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not value.startswith(f"{parts.scheme}://"):
            raise ValueError("another scheme")
        return value

    return AfterValidator(check)


def _whole_number(default: int, minimum: int, maximum: int) -> Any:
    rule = f"must be a whole number from {minimum} to {maximum}"
    return Field(default, ge=minimum, le=maximum, description=rule)


_PostgresUrl = Annotated[str, _has_scheme("postgresql", "postgres")]
_HttpUrl = Annotated[str, _has_scheme("http", "https")]


class Settings(BaseSettings):
    """A field's description is its rule, to follow the variable's name in a refusal."""

    # The environment only: a stray .env file must not change what is measured.
    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    # postgresql:// address; may hold a password, so it is kept out of repr().
    database_url: _PostgresUrl = Field(
        repr=False, description="must be an address that starts with postgresql://"
    )
    upstream_url: _HttpUrl = Field(description="must be an address that starts with http://")
    # Folder of the files that the streaming pattern may read.
    files_dir: DirectoryPath = Field(description="must be an existing folder")
    host: str = Field("127.0.0.1", description="must be a host name or address")
    # 0 for any free port.
    port: Decimal = _whole_number(0, 0, 65_535)
    pool_size: Decimal = _whole_number(20, 1, 1_000)
    max_overflow: Decimal = _whole_number(10, 0, 1_000)
    pool_timeout_ms: Decimal = _whole_number(5_000, 1, 600_000)
    connect_timeout_ms: Decimal = _whole_number(5_000, 1, 600_000)
    upstream_connections: Decimal = _whole_number(10, 1, 1_000)
    upstream_timeout_ms: Decimal = _whole_number(10_000, 1, 600_000)
    # Processes of the warm worker pool.
    workers: Decimal = _whole_number(2, 1, 64)
    # 1: shut down when stdin ends, which it does when the owner of this process dies.
    exit_with_parent: Decimal = _whole_number(0, 0, 1)

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. An empty variable counts as unset. Raises SettingsError."""
        try:
            return cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            if first["type"] == "missing":
                raise SettingsError(f"{name.upper()} must be set") from None
            rule = cls.model_fields[name].description
            raise SettingsError(f"{name.upper()} {rule}") from None
