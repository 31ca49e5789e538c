"""What requests may hold, and the same rules in words: both services refuse with equal texts."""

import re
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

# Of a request's body.
MAX_BODY_BYTES = 1_048_576

MAX_ID = 2_147_483_647
MAX_DELAY_MS = 5_000
MAX_SIZE = 200_000_000
MAX_USERS = 5_000
MAX_WORK = 1_000_000
MAX_FILE_NAME = 100


def decimal(value: Any) -> Any:
    """Path and query values: int() would also take " 1", "+1", "1_0", other scripts' digits."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,10}", value):
        raise ValueError("not decimal digits")
    return value


def _whole(value: Any) -> Any:
    """JSON has one kind of number, so 5.0 is the integer 5; "5", 5.5 and true are not integers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Decimal = Annotated[int, BeforeValidator(decimal)]
JsonInteger = Annotated[StrictInt, BeforeValidator(_whole)]

UserId = Annotated[Decimal, Path(alias="id", ge=1, le=MAX_ID)]


class Delays(BaseModel):
    """The service times of the three queries, as query parameters."""

    model_config = ConfigDict(extra="forbid")
    user_ms: Decimal = Field(0, ge=0, le=MAX_DELAY_MS)
    orders_ms: Decimal = Field(0, ge=0, le=MAX_DELAY_MS)
    reviews_ms: Decimal = Field(0, ge=0, le=MAX_DELAY_MS)


class Work(BaseModel):
    """What a workload asks of the database, as query parameters: rows to count, a time to sleep."""

    model_config = ConfigDict(extra="forbid")
    work: Decimal = Field(25_000, ge=1, le=MAX_WORK)
    wait_ms: Decimal = Field(50, ge=0, le=MAX_DELAY_MS)


class StatsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    restart: Literal["maxima"] | None = None


class FileBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    file: str = Field(pattern=rf"^[A-Za-z0-9][A-Za-z0-9._-]{{0,{MAX_FILE_NAME - 1}}}$")


class SizeBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: JsonInteger = Field(ge=1, le=MAX_SIZE)


class UsersBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    users: JsonInteger = Field(ge=1, le=MAX_USERS)


def whole_number_rule(minimum: int, maximum: int) -> str:
    """To follow a name in a sentence."""
    return f"must be a whole number from {minimum} to {maximum}"


# Per parameter what it must be, to follow its name in a sentence.
RULES = {
    "id": whole_number_rule(1, MAX_ID),
    "user_ms": whole_number_rule(0, MAX_DELAY_MS),
    "orders_ms": whole_number_rule(0, MAX_DELAY_MS),
    "reviews_ms": whole_number_rule(0, MAX_DELAY_MS),
    "work": whole_number_rule(1, MAX_WORK),
    "wait_ms": whole_number_rule(0, MAX_DELAY_MS),
    "restart": 'must be "maxima"',
    "file": f"must be a name of 1 to {MAX_FILE_NAME} letters, digits, dots, hyphens and "
    "underscores, the first a letter or digit",
    "size": whole_number_rule(1, MAX_SIZE),
    "users": whole_number_rule(1, MAX_USERS),
    "body": "the body must be a JSON object sent as application/json",
}
