"""What the process tells of itself: event loop, GC, CPU and memory. Cheap enough to stay on."""

import asyncio
import bisect
import gc
import itertools
import os
import re
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anyio.to_thread import current_default_thread_limiter

RESOLUTION_S = 0.020
# Upper bounds of the delay histogram in ms: 5 % steps from 0.01 ms to over an hour.
BOUNDS_MS = [0.01 * 1.05**step for step in range(400)]


class LoopDelay:
    """How late the event loop runs a timer; the mirror of Node's monitorEventLoopDelay."""

    def __init__(self, at_each_tick: Callable[[], None]) -> None:
        self.max_ms = 0.0
        self._at_each_tick = at_each_tick
        self._counts = [0] * (len(BOUNDS_MS) + 1)
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time() + RESOLUTION_S
        self._timer = self._loop.call_at(self._due, self._tick)

    def _tick(self) -> None:
        now = self._loop.time()
        delay_ms = max(0.0, (now - self._due) * 1_000)
        self.max_ms = max(self.max_ms, delay_ms)
        self._counts[bisect.bisect_left(BOUNDS_MS, delay_ms)] += 1
        self._at_each_tick()
        self._due = now + RESOLUTION_S
        self._timer = self._loop.call_at(self._due, self._tick)

    def restart(self) -> None:
        self.max_ms = 0.0
        self._counts = [0] * (len(BOUNDS_MS) + 1)

    def stop(self) -> None:
        self._timer.cancel()

    def percentile_ms(self, percent: float) -> float:
        """Upper bound of the step that holds it, at most the maximum; 0 before the first value."""
        wanted = sum(self._counts) * percent / 100
        for bound, count in zip(BOUNDS_MS, itertools.accumulate(self._counts), strict=False):
            if count >= wanted > 0:
                return min(bound, self.max_ms)
        return self.max_ms


class Threads:
    """The threads that `def` routes run on. anyio tells nobody when one is taken, so the maximum
    is sampled: it may miss what begins and ends between two samples."""

    def __init__(self) -> None:
        self.in_use_max = 0
        self._limiter = current_default_thread_limiter()

    def sample(self) -> None:
        self.in_use_max = max(self.in_use_max, self._limiter.borrowed_tokens)

    def restart(self) -> None:
        self.in_use_max = self._limiter.borrowed_tokens

    def read(self) -> dict[str, Any]:
        self.sample()
        statistics = self._limiter.statistics()
        return {
            "limit": statistics.total_tokens,
            "in_use": statistics.borrowed_tokens,
            "in_use_max": self.in_use_max,
            "waiting": statistics.tasks_waiting,
        }


class Gauges:
    def __init__(self) -> None:
        self._threads = Threads()
        self._delay = LoopDelay(self._threads.sample)
        self._gc_count = 0
        self._gc_pause_s = 0.0
        self._gc_started = 0.0
        gc.callbacks.append(self._on_gc)

    def _on_gc(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._gc_started = time.perf_counter()
        else:
            self._gc_count += 1
            self._gc_pause_s += time.perf_counter() - self._gc_started

    def stop(self) -> None:
        gc.callbacks.remove(self._on_gc)
        self._delay.stop()

    def restart(self) -> None:
        """What event_loop tells begins anew, and the maximum of threads."""
        self._delay.restart()
        self._threads.restart()

    def read(self) -> dict[str, Any]:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {
            "event_loop": {
                "stall_max_ms": self._delay.max_ms,
                "p50_ms": self._delay.percentile_ms(50),
                "p99_ms": self._delay.percentile_ms(99),
            },
            "threads": self._threads.read(),
            "gc": {"count": self._gc_count, "pause_ms_total": self._gc_pause_s * 1_000},
            "cpu": {
                "user_us": round(usage.ru_utime * 1e6),
                "system_us": round(usage.ru_stime * 1e6),
                "ended_children_us": round((children.ru_utime + children.ru_stime) * 1e6),
            },
            "memory": {
                "rss_bytes": _status_bytes("VmRSS"),
                "peak_rss_bytes": _status_bytes("VmHWM"),
                "heap_used_bytes": None,
            },
        }


@contextmanager
def running_gauges() -> Iterator[Gauges]:
    gauges = Gauges()
    try:
        yield gauges
    finally:
        gauges.stop()


def cpu_affinity() -> list[int] | None:
    """The cores this process may run on, None where the platform does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None


def _status_bytes(name: str) -> int | None:
    """A value of /proc/self/status; None where /proc is missing. getrusage's peak would
    include the parent's."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return None
    found = re.search(rf"^{name}:\s*(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else None
