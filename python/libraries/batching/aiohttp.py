"""aiohttp's client: one session for the lifetime of the service."""

from collections.abc import Sequence
from typing import Any

import aiohttp

from batching.limits import CONNECTIONS, KEEP_ALIVE_S, TIMEOUT_S, batches

PACKAGES = ("aiohttp",)


class Aiohttp:
    def __init__(self, upstream_url: str) -> None:
        self._session = aiohttp.ClientSession(
            upstream_url,
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_S),
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
            raise_for_status=True,
        )

    async def enrich(self, ids: Sequence[int]) -> list[Any]:
        details: list[Any] = []
        for batch in batches(ids):
            async with self._session.post("/details:batch", json={"ids": batch}) as response:
                answer = await response.json()
            details += answer["details"]
        return details

    async def close(self) -> None:
        await self._session.close()


async def open(upstream_url: str) -> Aiohttp:
    return Aiohttp(upstream_url)
