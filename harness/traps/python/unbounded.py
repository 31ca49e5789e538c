"""Hundreds of calls that begin at the same time, and a few at a time."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable

import httpx

from upstream import begin, counts

CALLS = 300
BOUND = 50
# The default is 5 s, which more calls than these would wait.
POOL_TIMEOUT_S = 0.05

Call = Callable[[int], Awaitable[None]]


async def all_at_once(call: Call) -> None:
    await asyncio.gather(*(call(user_id) for user_id in range(1, CALLS + 1)))


async def bounded(call: Call) -> None:
    free = asyncio.Semaphore(BOUND)

    async def when_free(user_id: int) -> None:
        async with free:
            await call(user_id)

    await asyncio.gather(*(when_free(user_id) for user_id in range(1, CALLS + 1)))


async def serve(case: str, enrich: Callable[[Call], Awaitable[None]]) -> dict[str, str | float]:
    begin(baseMs=50)
    errors: list[str] = []
    timeout = httpx.Timeout(5, pool=POOL_TIMEOUT_S)
    async with httpx.AsyncClient(base_url=os.environ["UPSTREAM_URL"], timeout=timeout) as upstream:

        async def call(user_id: int) -> None:
            try:
                (await upstream.get(f"/details/{user_id}")).raise_for_status()
            except httpx.TransportError as error:
                errors.append(type(error).__name__)

        started = time.perf_counter()
        await enrich(call)
        took_ms = (time.perf_counter() - started) * 1_000
    return {
        "case": case,
        "calls": CALLS,
        "at_once": counts()["atOnce"],
        "failed": len(errors),
        "took_ms": took_ms,
        **({"said": errors[0]} if errors else {}),
    }


async def main() -> None:
    cases = [
        await serve(f"gather over all, waiting {POOL_TIMEOUT_S} s for a connection", all_at_once),
        await serve(f"a semaphore of {BOUND}", bounded),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
