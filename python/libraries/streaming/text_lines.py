"""The lines of a text file, each matched by a regular expression: what the pattern's `after` does,
without its checksum."""

import re
from pathlib import Path

from library import FileTotals
from streaming.totals import file_totals

PACKAGES = ()
# As in duet_service/patterns/tally.py.
LINE = re.compile(r"([0-9]{1,9}),([^,]*),([0-9]{1,9}),[^,]*,[^,]*")


def summarize(path: Path) -> FileTotals:
    plans: dict[str, list[int]] = {}
    # newline="\n": by default a lone \r would end a line too.
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        for line in file:
            found = LINE.fullmatch(line)
            if found is None:
                raise ValueError(f"not a line of the file: {line!r}")
            _, plan, amount_cents = found.groups()
            sums = plans.setdefault(plan, [0, 0])
            sums[0] += 1
            sums[1] += int(amount_cents)
    return file_totals((plan, rows, cents) for plan, (rows, cents) in plans.items())
