"""requests: it blocks, so each call holds one of FastAPI's threads. The threads share a session."""

from collections.abc import Sequence
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from batching.limits import CONNECTIONS, TIMEOUT_S, batches

# urllib3 keeps an idle connection for as long as the other side does.
PACKAGES = ("requests", "urllib3")


class Requests:
    def __init__(self, upstream_url: str) -> None:
        self._url = upstream_url
        self._session = requests.Session()
        self._session.trust_env = False
        # pool_block: without it, more than pool_maxsize connections are opened and then dropped.
        adapter = HTTPAdapter(pool_maxsize=CONNECTIONS, pool_block=True)
        self._session.mount(upstream_url, adapter)

    def enrich(self, ids: Sequence[int]) -> list[Any]:
        details: list[Any] = []
        for batch in batches(ids):
            response = self._session.post(
                f"{self._url}/details:batch", json={"ids": batch}, timeout=TIMEOUT_S
            )
            response.raise_for_status()
            details += response.json()["details"]
        return details

    def close(self) -> None:
        self._session.close()


def open(upstream_url: str) -> Requests:
    return Requests(upstream_url)
