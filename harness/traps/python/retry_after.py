"""More calls than a service takes in a second: repeated soon, repeated when it says, and not sent
too fast at all."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable

import httpx

from upstream import begin, counts

CALLS = 40
LIMIT = 20  # calls that the service takes in a second
SOON_S = 0.02

WaitS = Callable[[httpx.Response], float]


async def until_answered(upstream: httpx.AsyncClient, user_id: int, wait_s: WaitS) -> None:
    """wait_s: how long to wait before the call is repeated, from the refusal."""
    while True:
        response = await upstream.get(f"/details/{user_id}")
        if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
            return
        await asyncio.sleep(wait_s(response))


def soon(_: httpx.Response) -> float:
    return SOON_S


def as_told(refusal: httpx.Response) -> float:
    return float(refusal.headers["retry-after"])


def at_once(wait_s: WaitS) -> Callable[[httpx.AsyncClient], Awaitable[None]]:
    async def request(upstream: httpx.AsyncClient) -> None:
        ids = range(1, CALLS + 1)
        await asyncio.gather(*(until_answered(upstream, user_id, wait_s) for user_id in ids))

    return request


async def within_limit(upstream: httpx.AsyncClient) -> None:
    """As many as the service takes, then none until its second is over."""
    for first in range(1, CALLS + 1, LIMIT):
        if first > 1:
            await asyncio.sleep(1)
        ids = range(first, first + LIMIT)
        await asyncio.gather(*(until_answered(upstream, user_id, as_told) for user_id in ids))


async def serve(
    case: str, request: Callable[[httpx.AsyncClient], Awaitable[None]]
) -> dict[str, str | float]:
    begin(rateLimit=LIMIT)
    async with httpx.AsyncClient(base_url=os.environ["UPSTREAM_URL"]) as upstream:
        started = time.perf_counter()
        await request(upstream)
        took_ms = (time.perf_counter() - started) * 1_000
    counted = counts()
    return {
        "case": case,
        "answered": counted["single"]["calls"],
        "refused": counted["refused"],
        "took_ms": took_ms,
    }


async def main() -> None:
    cases = [
        await serve(f"at once, repeated after {SOON_S * 1_000:.0f} ms", at_once(soon)),
        await serve("at once, repeated after Retry-After", at_once(as_told)),
        await serve(f"at most {LIMIT} in a second", within_limit),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
