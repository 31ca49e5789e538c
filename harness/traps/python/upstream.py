"""The other service of a demonstration: how it is to behave, what it is asked, what it counted."""

import os
from typing import Any

import httpx

Detail = dict[str, Any]

steering = {"authorization": f"Bearer {os.environ['CONTROL_TOKEN']}"}
client = httpx.Client(base_url=os.environ["UPSTREAM_URL"], headers=steering)


class RefusalError(Exception):
    """A service that answered, but not with what it was asked for."""


def begin(**model: float | bool) -> None:
    """From now on it does this, and has counted nothing. What is not named is as in a service
    without faults or limits that answers after 5 ms:

    perItemMs; dropRate, the share of items that are left out of a batch's answer, the same ones
    each time; reorder, to answer batches in another order; rateLimit, calls per second, beyond
    which a call is refused with 429 and Retry-After.
    """
    client.put("/model", json={"baseMs": 5, "perItemMs": 0, **model}).raise_for_status()
    client.post("/reset").raise_for_status()


def ask_batch(ids: list[int]) -> list[Detail]:
    response = client.post("/details:batch", json={"ids": ids})
    answer = response.json()
    if response.is_error:
        raise RefusalError(f"HTTP {response.status_code}: {answer['error']}")
    details: list[Detail] = answer["details"]
    return details


def counts() -> dict[str, Any]:
    """Calls and items, single and in batches; calls that were refused with 429; most at once."""
    answer: dict[str, Any] = client.get("/stats").json()
    return answer
