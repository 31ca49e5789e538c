"""The service's settings: read from environment variables, validated once, refused on a bad one."""

from typing import Annotated, Any, Literal, Self
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


def _or_word(default: int | str, minimum: int, maximum: int, word: str, number: int) -> Any:
    """SQLAlchemy's 0 and -1 read like the opposite of what they mean; here it is said in words."""
    rule = f"must be a whole number from {minimum} to {maximum}, or {word} (SQLAlchemy's {number})"
    return Field(default, description=rule)


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
    pool_size: Annotated[Decimal, Field(ge=1, le=1_000)] | Literal["unlimited"] = _or_word(
        20, 1, 1_000, "unlimited", 0
    )
    max_overflow: Annotated[Decimal, Field(ge=0, le=1_000)] | Literal["unlimited"] = _or_word(
        10, 0, 1_000, "unlimited", -1
    )
    # How long a request may wait for a connection.
    pool_timeout_ms: Decimal = _whole_number(5_000, 1, 600_000)
    # A connection older than this is replaced when it is next asked for.
    pool_recycle_s: Annotated[Decimal, Field(ge=1, le=86_400)] | Literal["never"] = _or_word(
        "never", 1, 86_400, "never", -1
    )
    # 1: a connection is tested before it is given out.
    pool_pre_ping: Decimal = _whole_number(0, 0, 1)
    # 1: the connection that came back last is given out first.
    pool_use_lifo: Decimal = _whole_number(0, 0, 1)
    # Threads that `def` routes run on; 40 is anyio's own default.
    thread_limit: Decimal = _whole_number(40, 1, 1_000)
    connect_timeout_ms: Decimal = _whole_number(5_000, 1, 600_000)
    upstream_connections: Decimal = _whole_number(10, 1, 1_000)
    upstream_timeout_ms: Decimal = _whole_number(10_000, 1, 600_000)
    # Processes of the warm worker pool.
    workers: Decimal = _whole_number(2, 1, 64)
    # 1: shut down when stdin ends, which it does when the owner of this process dies.
    exit_with_parent: Decimal = _whole_number(0, 0, 1)

    @property
    def pool_max(self) -> int | None:
        """The most connections that one pool opens; None where it has no bound."""
        if self.pool_size == "unlimited" or self.max_overflow == "unlimited":
            return None
        return self.pool_size + self.max_overflow

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
