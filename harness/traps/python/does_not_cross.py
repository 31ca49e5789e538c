"""What is sent to a worker process: a lambda, something with a lock, and data."""

import json
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pickle import PicklingError
from typing import Any

AMOUNTS = [20, 22]


class Order:
    def __init__(self, amounts: list[int]) -> None:
        self.amounts = amounts
        self.lock = threading.Lock()

    def total(self) -> int:
        with self.lock:
            return sum(self.amounts)


def total_of(amounts: list[int]) -> int:
    return Order(amounts).total()


def serve(
    case: str, pool: ProcessPoolExecutor, function: Callable[..., int], *arguments: Any
) -> dict[str, str | int]:
    try:
        total = pool.submit(function, *arguments).result()
    except (AttributeError, PicklingError, TypeError) as error:
        return {"case": case, "answer": "error", "said": f"{type(error).__name__}: {error}"}
    return {"case": case, "answer": str(total)}


def main() -> None:
    order = Order(AMOUNTS)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        cases = [
            serve("an instance with a lock", pool, order.total),
            serve("a lambda", pool, lambda: order.total()),
            serve("its data, an instance made there", pool, total_of, order.amounts),
        ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
