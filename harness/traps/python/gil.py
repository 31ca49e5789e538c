"""Two tasks that need a processor: in the event loop, in two threads, and in two processes."""

import asyncio
import json
import multiprocessing
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

TASKS = 2
STEPS = 3_000_000
BEAT_S = 0.005


def compute(steps: int) -> float:
    """Returns the processor time that it took, in seconds."""
    started = time.thread_time()
    total = 0
    for step in range(steps):
        total += step * step
    return time.thread_time() - started


async def in_the_loop() -> list[float]:
    return [compute(STEPS) for _ in range(TASKS)]


def by(executor: Executor) -> Callable[[], Awaitable[list[float]]]:
    async def run() -> list[float]:
        loop = asyncio.get_running_loop()
        running = (loop.run_in_executor(executor, compute, STEPS) for _ in range(TASKS))
        return await asyncio.gather(*running)

    return run


async def longest_gap(ended: asyncio.Event) -> float:
    """The longest time in which the loop did nothing else, in seconds."""
    longest = 0.0
    while not ended.is_set():
        slept_at = time.perf_counter()
        await asyncio.sleep(BEAT_S)
        longest = max(longest, time.perf_counter() - slept_at - BEAT_S)
    return longest


async def serve(case: str, run: Callable[[], Awaitable[list[float]]]) -> dict[str, str | float]:
    ended = asyncio.Event()
    watching = asyncio.create_task(longest_gap(ended))
    await asyncio.sleep(2 * BEAT_S)
    started = time.perf_counter()
    cpu_s = sum(await run())
    took_s = time.perf_counter() - started
    ended.set()
    return {
        "case": case,
        "tasks": TASKS,
        "took_ms": took_s * 1_000,
        "cores": round(cpu_s / took_s, 2),
        "stalled_ms": await watching * 1_000,
    }


async def main() -> None:
    spawn = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(TASKS) as threads, ProcessPoolExecutor(TASKS, spawn) as processes:
        await asyncio.gather(by(threads)(), by(processes)())  # starts all of them
        cases = [
            await serve("in the event loop", in_the_loop),
            await serve(f"in {TASKS} threads", by(threads)),
            await serve(f"in {TASKS} processes", by(processes)),
        ]
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
