"""The service's settings: read from environment variables, validated once, refused on a bad one."""

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from duet_service.parameters import decimal, whole_number_rule

# A client's idle connection is kept this long.
KEEP_ALIVE_MS = 75_000

# A request that is not complete after this time is refused, and its connection closed.
REQUEST_TIMEOUT_MS = 10_000

# The most connections of clients at a time; one more is closed at once. Most systems let a process
# open 1,024 files.
MAX_CLIENTS = 900

MAX_CONNECTIONS = 1_000
MAX_TIMEOUT_MS = 600_000


class SettingsError(Exception):
    """A variable that is missing or out of bounds; names it and never repeats its value."""


def _address(*schemes: str) -> AfterValidator:
    """An address with one of these schemes."""

    def check(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not value.startswith(f"{parts.scheme}://"):
            raise ValueError(f"must be an address that starts with {schemes[0]}://")
        return value

    return AfterValidator(check)


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("must be an existing folder")
    return path


def _within(minimum: int, maximum: int, value: Any, rule: str) -> int:
    try:
        number = int(decimal(value))
    except ValueError:
        raise ValueError(rule) from None
    if minimum <= number <= maximum:
        return number
    raise ValueError(rule)


def _whole_number(minimum: int, maximum: int) -> BeforeValidator:
    """Plain digits: int() would also take " 1", "+1" and "1_0"."""
    rule = whole_number_rule(minimum, maximum)
    return BeforeValidator(lambda value: _within(minimum, maximum, value, rule))


def _or_word(minimum: int, maximum: int, word: str, number: int) -> BeforeValidator:
    """SQLAlchemy's 0 and -1 read like the opposite of what they mean; here it is said in words."""
    rule = f"{whole_number_rule(minimum, maximum)}, or {word} (SQLAlchemy's {number})"
    return BeforeValidator(
        lambda value: value if value == word else _within(minimum, maximum, value, rule)
    )


# 0 or 1.
_Flag = Annotated[
    bool, BeforeValidator(lambda value: _within(0, 1, value, whole_number_rule(0, 1)) == 1)
]


class Settings(BaseSettings):
    """A field's variable has its name in capitals. A validator's error is its rule, to follow that
    name."""

    # The environment only: a stray .env file must not change what is measured.
    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    # postgresql:// address; may hold a password, so it is kept out of repr().
    database_url: Annotated[str, _address("postgresql", "postgres")] = Field(repr=False)
    # http(s):// address of the external API.
    upstream_url: Annotated[str, _address("http", "https")]
    # Folder of the files that the streaming pattern may read.
    files_dir: Annotated[Path, AfterValidator(_folder)]
    host: str = "127.0.0.1"
    # 0 for any free port.
    port: Annotated[int, _whole_number(0, 65_535)] = 0
    pool_size: Annotated[
        int | Literal["unlimited"], _or_word(1, MAX_CONNECTIONS, "unlimited", 0)
    ] = 20
    max_overflow: Annotated[
        int | Literal["unlimited"], _or_word(0, MAX_CONNECTIONS, "unlimited", -1)
    ] = 10
    # How long a request may wait for a connection.
    pool_timeout_ms: Annotated[int, _whole_number(1, MAX_TIMEOUT_MS)] = 5_000
    # A connection older than this is replaced when it is next asked for.
    pool_recycle_s: Annotated[int | Literal["never"], _or_word(1, 86_400, "never", -1)] = "never"
    # A connection is tested before it is given out.
    pool_pre_ping: _Flag = False
    # The connection that came back last is given out first.
    pool_use_lifo: _Flag = False
    # Threads that `def` routes run on; 40 is anyio's own default.
    thread_limit: Annotated[int, _whole_number(1, 1_000)] = 40
    connect_timeout_ms: Annotated[int, _whole_number(1, MAX_TIMEOUT_MS)] = 5_000
    upstream_connections: Annotated[int, _whole_number(1, MAX_CONNECTIONS)] = 10
    upstream_timeout_ms: Annotated[int, _whole_number(1, MAX_TIMEOUT_MS)] = 10_000
    # Processes of the warm worker pool.
    workers: Annotated[int, _whole_number(1, 64)] = 2
    # Shut down when stdin ends, which it does when the owner of this process dies.
    exit_with_parent: _Flag = False

    @property
    def pool_max(self) -> int | None:
        """The most connections that one pool opens: pool size and overflow together; None where it
        has no bound."""
        if self.pool_size == "unlimited" or self.max_overflow == "unlimited":
            return None
        return self.pool_size + self.max_overflow


def read_settings() -> Settings:
    """Reads the settings. An empty variable counts as unset. Raises SettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        # What is missing comes first, then what is wrong in the order of the fields.
        first = min(error.errors(), key=lambda e: e["type"] != "missing")
        variable = str(first["loc"][0]).upper()
        if first["type"] == "missing":
            raise SettingsError(f"{variable} must be set") from None
        raise SettingsError(f"{variable} {first['ctx']['error']}") from None
