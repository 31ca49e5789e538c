"""aiodataloader over httpx: who needs a user asks for that user, and the loader makes batches of
what was asked for in one turn of the event loop. It sends them side by side, not in a row."""

from collections.abc import Sequence
from typing import Any

import httpx
from aiodataloader import DataLoader

from batching.limits import BATCH_SIZE, CONNECTIONS, KEEP_ALIVE_S, TIMEOUT_S

PACKAGES = ("aiodataloader", "httpx")


class Aiodataloader:
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
        # One per request: it also caches, and one user's answers are not for the next.
        loader = DataLoader(self._load, max_batch_size=BATCH_SIZE)
        details: list[Any] = await loader.load_many(ids)
        return details

    async def _load(self, ids: list[int]) -> list[Any]:
        """The details in the order of the ids, as the loader wants them."""
        response = await self._client.post("/details:batch", json={"ids": ids})
        response.raise_for_status()
        by_id = {detail["id"]: detail for detail in response.json()["details"]}
        return [by_id[user_id] for user_id in ids]

    async def close(self) -> None:
        await self._client.aclose()


async def open(upstream_url: str) -> Aiodataloader:
    return Aiodataloader(upstream_url)
