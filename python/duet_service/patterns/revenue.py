"""
The CPU-bound report of the workers pattern: revenue per cohort and month over generated orders.

Integers only, so that every language gives the same answer: all products and sums stay below
2^53. Child processes import this file, so it imports nothing that takes long to load.
"""

import time
from typing import TypedDict

# Lehmer generator with the MINSTD multiplier of Park, Miller and Stockmeyer (1993).
MULTIPLIER = 48_271
MODULUS = 2_147_483_647
SEED = 20_240_229
# Cohorts, and months since joining.
MONTHS = 12


class Cohort(TypedDict):
    cohort: int
    orders: int
    revenue_cents: int
    # Revenue in cents per month since joining.
    by_month: list[int]


class RevenueReport(TypedDict):
    size: int
    orders: int
    revenue_cents: int
    cohorts: list[Cohort]
    checksum: int
    # How long the computation itself took.
    busy_ms: float


def revenue_report(size: int) -> RevenueReport:
    """The report over `size` orders; takes time in proportion to it."""
    started = time.perf_counter()
    orders = [0] * MONTHS
    cells = [0] * (MONTHS * MONTHS)
    x = SEED
    checksum = 0
    for _ in range(size):
        x = x * MULTIPLIER % MODULUS
        cohort = x % MONTHS
        x = x * MULTIPLIER % MODULUS
        cell = cohort * MONTHS + x % MONTHS
        x = x * MULTIPLIER % MODULUS
        amount_cents = 100 + x % 50_000
        orders[cohort] += 1
        cells[cell] += amount_cents
        checksum = (checksum * 31 + cell + amount_cents) % MODULUS
    cohorts: list[Cohort] = []
    for cohort, count in enumerate(orders):
        by_month = cells[cohort * MONTHS : (cohort + 1) * MONTHS]
        cohorts.append(
            {
                "cohort": cohort,
                "orders": count,
                "revenue_cents": sum(by_month),
                "by_month": by_month,
            }
        )
    return {
        "size": size,
        "orders": sum(orders),
        "revenue_cents": sum(cells),
        "cohorts": cohorts,
        "checksum": checksum,
        "busy_ms": (time.perf_counter() - started) * 1_000,
    }
