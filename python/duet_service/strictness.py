"""Where the stack differs from the contract: bodies, repeated keys, paths, slow clients."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from duet_service.parameters import MAX_BODY_BYTES, RULES
from duet_service.problems import Problem, not_found, problem_response
from duet_service.settings import REQUEST_TIMEOUT_MS


class StrictRequest(Request):
    """A body is JSON, declared as application/json, and bounded in size and time."""

    async def body(self) -> bytes:
        if hasattr(self, "_body"):
            return self._body
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise Problem("invalid-request", RULES["body"])
        too_large = Problem("body-too-large", f"the body is larger than {MAX_BODY_BYTES} bytes")
        if int(self.headers.get("content-length", "0")) > MAX_BODY_BYTES:
            raise too_large
        body = bytearray()
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT_MS / 1_000):
                async for chunk in self.stream():
                    body += chunk
                    if len(body) > MAX_BODY_BYTES:
                        raise too_large
        except TimeoutError:
            detail = f"the request was not complete within {REQUEST_TIMEOUT_MS} ms"
            raise Problem("request-timeout", detail) from None
        self._body = bytes(body)
        return self._body

    async def json(self) -> Any:
        text = (await self.body()).decode("utf-8-sig", "replace")
        try:
            # An integer of thousands of digits is a number out of bounds, not an error of int().
            return json.loads(text, parse_constant=_refuse_constant, parse_int=_parse_int)
        except RecursionError:
            raise Problem("invalid-request", RULES["body"]) from None
        except ValueError:
            raise Problem("malformed-json", "the body is not JSON") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _parse_int(digits: str) -> int | float:
    return int(digits) if len(digits) < 20 else float(digits)


class StrictRoute(APIRoute):
    """A route that reads its body as StrictRequest."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return handle_strictly


async def refuse_repeated_keys(request: Request) -> None:
    """Dependency: FastAPI would take the last of ?a=1&a=2."""
    keys = [key for key, _ in request.query_params.multi_items()]
    for key in keys:
        if keys.count(key) > 1:
            raise RequestValidationError([{"type": "repeated", "loc": ("query", key)}])


class StrictPaths:
    """ASGI middleware: an encoded slash stays in its segment, a bad escape matches nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw_path: bytes = scope.get("raw_path", b"")
        if scope["type"] == "http" and b"%" in raw_path:
            try:
                path = _decode(raw_path)
            except ValueError:
                await problem_response(not_found())(scope, receive, send)
                return
            scope = {**scope, "path": path}
        await self.app(scope, receive, send)


def _decode(raw_path: bytes) -> str:
    escapes = raw_path.split(b"%")[1:]
    if any(len(bytes.fromhex(escape[:2].decode())) != 1 for escape in escapes):
        raise ValueError("a malformed escape")
    kept = raw_path.replace(b"%2F", b"%252F").replace(b"%2f", b"%252f")
    return unquote_to_bytes(kept).decode()
