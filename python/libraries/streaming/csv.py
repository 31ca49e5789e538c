"""The csv module of Python. A lone \\r ends a line for it: with newline="" as its documentation has
it, half a line follows, and with newline="\\n" it raises csv.Error."""

import csv
from pathlib import Path

from library import FileTotals
from streaming.totals import file_totals

PACKAGES = ()


def summarize(path: Path) -> FileTotals:
    plans: dict[str, list[int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for _, plan, amount_cents, _, _ in csv.reader(file, quoting=csv.QUOTE_NONE):
            sums = plans.setdefault(plan, [0, 0])
            sums[0] += 1
            sums[1] += int(amount_cents)
    return file_totals((plan, rows, cents) for plan, (rows, cents) in plans.items())
