"""Every refusal as a problem document (RFC 9457), the same in both services."""

import logging
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from duet_service.parameters import RULES

logger = logging.getLogger("duet")

Kind = Literal[
    "unknown-variant",
    "unknown-user",
    "unknown-file",
    "not-found",
    "malformed-json",
    "invalid-request",
    "request-timeout",
    "body-too-large",
    "string-too-long",
    "pool-timeout",
    "database-unavailable",
    "upstream-failed",
    "upstream-timeout",
    "internal",
]

KINDS: dict[Kind, tuple[int, str]] = {
    "unknown-variant": (404, "Unknown variant"),
    "unknown-user": (404, "Unknown user"),
    "unknown-file": (404, "Unknown file"),
    "not-found": (404, "Not found"),
    "malformed-json": (400, "Malformed JSON"),
    "invalid-request": (422, "Invalid request"),
    "request-timeout": (408, "Request timeout"),
    "body-too-large": (413, "Body too large"),
    "string-too-long": (507, "String too long"),
    "pool-timeout": (503, "No connection became free in time"),
    "database-unavailable": (503, "Database unavailable"),
    "upstream-failed": (502, "External API failed"),
    "upstream-timeout": (504, "External API timed out"),
    "internal": (500, "Internal error"),
}


# The rest of a request that was too slow is not waited for.
HEADERS = {"pool-timeout": {"retry-after": "1"}, "request-timeout": {"connection": "close"}}


class Problem(HTTPException):
    """A refusal to be raised from anywhere below a route. `field` names the parameter at fault."""

    def __init__(self, kind: Kind, detail: str, field: str | None = None) -> None:
        status, _ = KINDS[kind]
        super().__init__(status, detail)
        self.kind = kind
        self.field = field


def answer_problems(app: FastAPI) -> None:
    """Answers every error and every unknown route of `app` with a problem document."""

    async def answer(_: Request, error: Exception) -> JSONResponse:
        return problem_response(_to_problem(error))

    # What only the handler of Exception took, Starlette answers and then raises again for the
    # server to log. So the errors that are expected are named one by one.
    kinds: list[type[Exception]] = [HTTPException, RequestValidationError, PoolTimeoutError]
    kinds += [DBAPIError, MemoryError, ExceptionGroup, Exception]
    for kind in kinds:
        app.add_exception_handler(kind, answer)


def not_found() -> Problem:
    """An address that no route serves, or not with this method."""
    return Problem("not-found", "no such route, or not with this method")


def problem_response(problem: Problem) -> JSONResponse:
    status, title = KINDS[problem.kind]
    content: dict[str, Any] = {
        "type": f"urn:duet:problem:{problem.kind}",
        "title": title,
        "status": status,
        "detail": problem.detail,
    }
    if problem.field is not None:
        content["field"] = problem.field
    headers = HEADERS.get(problem.kind)
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def _to_problem(error: BaseException) -> Problem:
    match error:
        case Problem():
            return error
        case ExceptionGroup():
            # A TaskGroup wraps what its tasks raised; the first is the cause.
            return _to_problem(error.exceptions[0])
        case RequestValidationError():
            return _invalid_value(error)
        case HTTPException():
            # Starlette's own 404 and 405.
            return not_found()
        case MemoryError():
            return Problem("string-too-long", "the runtime cannot build a string of this length")
    if problem := _database_problem(error):
        return problem
    logger.error("internal error", exc_info=error)
    return Problem("internal", "the service failed; its log says why")


def _invalid_value(error: RequestValidationError) -> Problem:
    # Path before query and body; then as JSON Schema validators do: missing, unknown, wrong.
    order = {"missing": 0, "extra_forbidden": 1}
    first = min(error.errors(), key=lambda e: (e["loc"][0] != "path", order.get(e["type"], 2)))
    if len(first["loc"]) < 2:
        return Problem("invalid-request", RULES["body"])
    field = str(first["loc"][1])
    if first["type"] == "missing":
        return Problem("invalid-request", f"{field} is missing", field)
    if first["type"] == "extra_forbidden":
        return Problem("invalid-request", f"{field} is not a known field", field)
    return Problem("invalid-request", f"{field} {RULES.get(field, 'is not valid')}", field)


def _database_problem(error: BaseException) -> Problem | None:
    if isinstance(error, PoolTimeoutError):
        return Problem("pool-timeout", "every connection of the pool is in use")
    # The classes that speak of the connection or the server and not of the statement.
    if isinstance(error, (OperationalError, InterfaceError)):
        return Problem("database-unavailable", "the database does not answer")
    return None
