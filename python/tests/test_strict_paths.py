"""Encoded paths, below any HTTP client: a client would repair what is tested here."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from duet_service.strictness import StrictPaths


def seen_path(raw_path: bytes) -> str | None:
    """The path that the app gets, None when it is not called."""
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["path"])

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 404

    scope: dict[str, Any] = {"type": "http", "path": "as sent", "raw_path": raw_path}
    asyncio.run(StrictPaths(app)(scope, receive, send))
    return seen[0] if seen else None


@pytest.mark.parametrize("raw_path", [b"/%zz", b"/%", b"/%2", b"/users/%ff", b"/%+1", b"/% 1"])
def test_a_malformed_escape_matches_nothing(raw_path: bytes) -> None:
    assert seen_path(raw_path) is None


def test_an_encoded_slash_stays_in_its_segment() -> None:
    assert seen_path(b"/users/%2e%2e%2F1%2f") == "/users/..%2F1%2f"


def test_a_path_without_escapes_is_left_alone() -> None:
    assert seen_path(b"/light") == "as sent"
