"""Hooks of schemathesis: each case that it sends to one service is sent to the other as well.

TWIN_URL is the address of the other service. The last line that is printed counts the cases, and
says how long the slowest answer took.
"""

import atexit
import json
import os
import re
from typing import Any

import requests
import schemathesis
from schemathesis import Case, CheckContext, HookContext, Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

TWIN_URL = os.environ["TWIN_URL"]
# A service that hangs is told from one that a busy machine slows down.
TIMEOUT_S = 20

# The most that the contract allows takes minutes: by its name, a value that is allowed is brought
# within a bound of ours, and no answer takes a second. What is not allowed is sent as it was drawn.
BOUNDS = {
    "size": (200_000_000, 20_000),
    "users": (5_000, 20),
    "work": (1_000_000, 20_000),
    **dict.fromkeys(("wait_ms", "user_ms", "orders_ms", "reviews_ms"), (5_000, 20)),
}

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

twin = requests.Session()
counted = {"cases": 0, "slowest_ms": 0}


@schemathesis.hook
def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
    for values in (case.body, case.query):
        if isinstance(values, dict):
            for name in BOUNDS.keys() & values.keys():
                values[name] = _bounded(values[name], *BOUNDS[name])
            file = values.get("file")
            # Half of the names that are allowed become that of a file which is there.
            if isinstance(file, str) and FILE_NAME.fullmatch(file) and len(file) % 2 == 0:
                values["file"] = "tricky.csv"


def _bounded(value: Any, allowed: int, bound: int) -> Any:
    """The value, or a cheap one in place of a whole number that the contract allows."""
    try:
        is_allowed = not isinstance(value, (bool, list)) and 1 <= float(value) <= allowed
    except (TypeError, ValueError, OverflowError):
        return value
    if not is_allowed or float(value) != int(float(value)):
        return value
    return type(value)(1 + int(float(value)) % bound)


@schemathesis.check
def both_agree(_context: CheckContext, response: Response, case: Case[Any]) -> None:
    """The other service answers with the same status and for the same reason, as documented."""
    request = response.request.copy()
    request.url = TWIN_URL + str(request.url).removeprefix(case.operation.base_url or "")
    answer = twin.send(request, timeout=TIMEOUT_S, allow_redirects=False)
    counted["cases"] += 1
    elapsed_ms = round(1000 * max(response.elapsed, answer.elapsed.total_seconds()))
    counted["slowest_ms"] = max(counted["slowest_ms"], elapsed_ms)
    said = [(response.status_code, _kind(response)), (answer.status_code, _kind(answer))]
    # A variant, or a form, may exist in one of the two alone.
    if sum(kind == "urn:duet:problem:unknown-variant" for _, kind in said) != 1:
        assert said[0] == said[1], f"the other answers {answer.text[:300]}"
    checks = [status_code_conformance, content_type_conformance, response_schema_conformance]
    case.validate_response(answer, checks=checks)


def _kind(answer: Response | requests.Response) -> object:
    """Why it was refused."""
    return None if answer.status_code == 200 else answer.json()["type"]


atexit.register(lambda: print(json.dumps(counted)))
