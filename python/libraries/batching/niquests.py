"""niquests: the interface of requests, for asyncio."""

from collections.abc import Sequence
from typing import Any

import niquests

from batching.limits import CONNECTIONS, TIMEOUT_S, batches

PACKAGES = ("niquests", "urllib3-future")


class Niquests:
    def __init__(self, upstream_url: str) -> None:
        self._session = niquests.AsyncSession(
            base_url=upstream_url, pool_maxsize=CONNECTIONS, timeout=TIMEOUT_S
        )
        self._session.trust_env = False

    async def enrich(self, ids: Sequence[int]) -> list[Any]:
        details: list[Any] = []
        for batch in batches(ids):
            response = await self._session.post("/details:batch", json={"ids": batch})
            response.raise_for_status()
            details += response.json()["details"]
        return details

    async def close(self) -> None:
        await self._session.close()


async def open(upstream_url: str) -> Niquests:
    return Niquests(upstream_url)
