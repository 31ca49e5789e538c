"""The clients of the external API: bounded connections, bounded time, every call counted."""

import functools
import ssl
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, ValidationError

from duet_service.problems import Problem
from duet_service.settings import Settings

# An idle connection is kept this long.
UPSTREAM_KEEP_ALIVE_MS = 60_000


class Detail(BaseModel):
    model_config = ConfigDict(strict=True)
    id: int
    tier: str
    credit_cents: int


class _Details(BaseModel):
    details: list[Detail]


class Upstream:
    """Raises Problem upstream-failed or upstream-timeout, naming the call."""

    def __init__(self, settings: Settings) -> None:
        self.calls = 0
        self._timeout_ms = settings.upstream_timeout_ms
        self._client = httpx.AsyncClient(**_client_options(settings))

    async def detail(self, user_id: int) -> Detail:
        """Details of one user, in one call."""
        call = f"GET /details/{user_id}"
        return _detail(call, user_id, await self._request(call, "GET", f"/details/{user_id}"))

    async def details(self, ids: list[int]) -> list[Detail]:
        """Details of at most 100 users, in one call and in any order; some may be missing."""
        call = f"POST /details:batch for ids {ids[0]} to {ids[-1]}"
        answer = await self._request(call, "POST", "/details:batch", {"ids": ids})
        try:
            return _Details.model_validate_json(answer).details
        except ValidationError:
            raise _misshapen(call) from None

    async def close(self) -> None:
        await self._client.aclose()

    async def _request(
        self, call: str, method: str, path: str, body: dict[str, list[int]] | None = None
    ) -> bytes:
        self.calls += 1
        try:
            response = await self._client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise _unanswered(call, error, self._timeout_ms) from None
        return _content(call, response)


class SyncUpstream:
    """The same for `def` routes, whose threads share it."""

    def __init__(self, settings: Settings) -> None:
        self.calls = 0
        self._lock = threading.Lock()
        self._timeout_ms = settings.upstream_timeout_ms
        self._client = httpx.Client(**_client_options(settings))

    def detail(self, user_id: int) -> Detail:
        """Details of one user, in one call."""
        call = f"GET /details/{user_id}"
        with self._lock:
            self.calls += 1
        try:
            response = self._client.get(f"/details/{user_id}")
        except httpx.HTTPError as error:
            raise _unanswered(call, error, self._timeout_ms) from None
        return _detail(call, user_id, _content(call, response))

    def close(self) -> None:
        self._client.close()


@functools.cache
def _tls() -> ssl.SSLContext:
    """One for both clients: loading the certificates takes 40 ms and 0.7 MB each time."""
    return httpx.create_ssl_context(trust_env=False)


def _client_options(settings: Settings) -> dict[str, Any]:
    connections = settings.upstream_connections
    return {
        "base_url": settings.upstream_url,
        "limits": httpx.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=UPSTREAM_KEEP_ALIVE_MS / 1_000,
        ),
        "timeout": settings.upstream_timeout_ms / 1_000,
        "verify": _tls(),
        # Proxies of the environment would come between; undici does not read them either.
        "trust_env": False,
    }


def _content(call: str, response: httpx.Response) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise Problem("upstream-failed", f"{call} answered {response.status_code}")
    return response.content


def _detail(call: str, user_id: int, answer: bytes) -> Detail:
    try:
        detail = Detail.model_validate_json(answer)
    except ValidationError:
        raise _misshapen(call) from None
    if detail.id != user_id:
        raise _misshapen(call)
    return detail


def _unanswered(call: str, error: httpx.HTTPError, timeout_ms: int) -> Problem:
    if isinstance(error, httpx.TimeoutException):
        return Problem("upstream-timeout", f"{call} took longer than {timeout_ms} ms")
    return Problem("upstream-failed", f"{call} got no answer")


def _misshapen(call: str) -> Problem:
    return Problem("upstream-failed", f"{call} gave an answer of another shape")


@asynccontextmanager
async def open_upstream(settings: Settings) -> AsyncIterator[Upstream]:
    upstream = Upstream(settings)
    try:
        yield upstream
    finally:
        await upstream.close()


@asynccontextmanager
async def open_sync_upstream(settings: Settings) -> AsyncIterator[SyncUpstream]:
    upstream = SyncUpstream(settings)
    try:
        yield upstream
    finally:
        upstream.close()


async def _upstream(request: Request) -> Upstream:
    upstream: Upstream = request.app.state.upstream
    return upstream


async def _sync_upstream(request: Request) -> SyncUpstream:
    upstream: SyncUpstream = request.app.state.sync_upstream
    return upstream


SyncUpstreamDep = Annotated[SyncUpstream, Depends(_sync_upstream)]
UpstreamDep = Annotated[Upstream, Depends(_upstream)]
