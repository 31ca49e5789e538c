"""A large buffer on its way to a worker process: pickled, and shared."""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

from peak import in_processes, peak_rss

SIZE = 128 * 1024 * 1024
BLOCK = b"\x01" * 1024 * 1024


def length(data: bytes) -> int:
    return len(data)


def length_of_shared(name: str) -> int:
    shared = SharedMemory(name)
    size = shared.size
    shared.close()
    return size


def pickled(pool: ProcessPoolExecutor) -> tuple[int, int, float]:
    data = b"\x01" * SIZE
    before = peak_rss()
    started = time.perf_counter()
    received = pool.submit(length, data).result()
    return received, peak_rss() - before, time.perf_counter() - started


def shared(pool: ProcessPoolExecutor) -> tuple[int, int, float]:
    memory = SharedMemory(create=True, size=SIZE)
    assert memory.buf is not None
    for first in range(0, SIZE, len(BLOCK)):
        memory.buf[first : first + len(BLOCK)] = BLOCK
    before = peak_rss()
    started = time.perf_counter()
    received = pool.submit(length_of_shared, memory.name).result()
    took_s = time.perf_counter() - started
    memory.close()
    memory.unlink()
    return received, peak_rss() - before, took_s


WAYS: dict[str, Callable[[ProcessPoolExecutor], tuple[int, int, float]]] = {
    "bytes, pickled": pickled,
    "SharedMemory, by its name": shared,
}


def serve(case: str) -> dict[str, str | float]:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(length, b"").result()  # starts its process
        received, added, took_s = WAYS[case](pool)
    return {
        "case": case,
        "received_bytes": received,
        "added_bytes": added,
        "took_ms": took_s * 1_000,
    }


def main(name: str | None = None) -> None:
    print(json.dumps(in_processes(__file__, WAYS) if name is None else serve(name)))


if __name__ == "__main__":
    main(*sys.argv[1:])
