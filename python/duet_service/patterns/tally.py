"""Sums over the lines of a sales file: id,plan,amount_cents,day,city."""

import re
from collections.abc import Iterable

from pydantic import BaseModel

from duet_service.problems import Problem

# id, plan, amount_cents; day and city only have to be there. What ends the line counts to the city.
LINE = re.compile(r"([0-9]{1,9}),([^,]*),([0-9]{1,9}),[^,]*,[^,]*")
ID_MODULUS = 65_521
CHECKSUM_MODULUS = 2_147_483_647


class PlanSums(BaseModel):
    plan: str
    rows: int
    amount_cents: int


class FileSums(BaseModel):
    rows: int
    amount_cents: int
    plans: list[PlanSums]
    checksum: int


def tally(lines: Iterable[str]) -> FileSums:
    """
    Takes lines one at a time and keeps only the sums, so that its memory does not grow.

    A line may still end in its \\n. Raises Problem invalid-request that names a malformed line.
    """
    number = amount_cents = checksum = 0
    plans: dict[str, list[int]] = {}
    for line in lines:
        number += 1
        found = LINE.fullmatch(line)
        if found is None:
            detail = f"line {number} is not id,plan,amount_cents,day,city"
            raise Problem("invalid-request", detail, "file")
        id_text, plan, amount_text = found.groups()
        amount = int(amount_text)
        sums = plans.setdefault(plan, [0, 0])
        sums[0] += 1
        sums[1] += amount
        amount_cents += amount
        checksum = (checksum * 31 + int(id_text) % ID_MODULUS + amount) % CHECKSUM_MODULUS
    return FileSums(
        rows=number,
        amount_cents=amount_cents,
        plans=[
            PlanSums(plan=plan, rows=rows, amount_cents=total)
            for plan, (rows, total) in sorted(plans.items())
        ],
        checksum=checksum,
    )
