"""Sums over the lines of a sales file: id,plan,amount_cents,day,city."""

from collections.abc import Iterable

from pydantic import BaseModel

from problems import Problem

MAX_DIGITS = 9
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
        fields = line.removesuffix("\n").removesuffix("\r").split(",")
        if len(fields) != 5 or not (_is_digits(fields[0]) and _is_digits(fields[2])):
            detail = f"line {number} is not id,plan,amount_cents,day,city"
            raise Problem("invalid-request", detail, "file")
        amount = int(fields[2])
        sums = plans.setdefault(fields[1], [0, 0])
        sums[0] += 1
        sums[1] += amount
        amount_cents += amount
        checksum = (checksum * 31 + int(fields[0]) % ID_MODULUS + amount) % CHECKSUM_MODULUS
    return FileSums(
        rows=number,
        amount_cents=amount_cents,
        plans=[
            PlanSums(plan=plan, rows=rows, amount_cents=total)
            for plan, (rows, total) in sorted(plans.items())
        ],
        checksum=checksum,
    )


def _is_digits(text: str) -> bool:
    """int() would also take " 7", "-7", "7_0" and digits of other scripts."""
    return text.isdigit() and text.isascii() and len(text) <= MAX_DIGITS
