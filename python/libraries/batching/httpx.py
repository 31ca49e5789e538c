"""httpx: what the pattern's `after` uses."""

from collections.abc import Sequence
from typing import Any

import httpx

from batching.limits import CONNECTIONS, KEEP_ALIVE_S, TIMEOUT_S, batches

PACKAGES = ("httpx",)


class Httpx:
    def __init__(self, upstream_url: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=upstream_url,
            limits=httpx.Limits(
                max_connections=CONNECTIONS,
                max_keepalive_connections=CONNECTIONS,
                keepalive_expiry=KEEP_ALIVE_S,
            ),
            timeout=TIMEOUT_S,
            trust_env=False,
        )

    async def enrich(self, ids: Sequence[int]) -> list[Any]:
        details: list[Any] = []
        for batch in batches(ids):
            response = await self._client.post("/details:batch", json={"ids": batch})
            response.raise_for_status()
            details += response.json()["details"]
        return details

    async def close(self) -> None:
        await self._client.aclose()


async def open(upstream_url: str) -> Httpx:
    return Httpx(upstream_url)
