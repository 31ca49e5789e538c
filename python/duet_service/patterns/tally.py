"""Sums over the lines of a sales file: id,plan,amount_cents,day,city."""

import re
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from duet_service.problems import Problem

# id, plan, amount_cents; day and city only have to be there. What ends the line counts to the city.
LINE = re.compile(r"([0-9]{1,9}),([^,]*),([0-9]{1,9}),[^,]*,[^,]*")
ID_MODULUS = 65_521
CHECKSUM_MODULUS = 2_147_483_647


# Rows and amount_cents of a plan.
Sums = list[int]


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
    plans: dict[str, Sums] = {}
    for line in lines:
        number += 1
        found = LINE.fullmatch(line)
        if found is None:
            raise malformed_line(number)
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
        plans=plans_in_order(plans),
        checksum=checksum,
    )


def malformed_line(number: int) -> Problem:
    """The first line has number 1."""
    detail = f"line {number} is not id,plan,amount_cents,day,city"
    return Problem("invalid-request", detail, "file")


def plans_in_order(plans: Mapping[str, Sums]) -> list[PlanSums]:
    return [
        PlanSums(plan=plan, rows=rows, amount_cents=amount_cents)
        for plan, (rows, amount_cents) in sorted(plans.items())
    ]
