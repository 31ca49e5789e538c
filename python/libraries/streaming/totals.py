"""The sums of a file, from what a library found of each plan."""

from collections.abc import Iterable

from library import FileTotals, PlanTotals

# What a line of the file holds.
COLUMNS = ["id", "plan", "amount_cents", "day", "city"]


def file_totals(plans: Iterable[tuple[str, int, int]]) -> FileTotals:
    """Takes name, rows and amount_cents of each plan, in any order."""
    totals = [
        PlanTotals(plan=plan, rows=rows, amount_cents=amount_cents)
        for plan, rows, amount_cents in sorted(plans)
    ]
    return FileTotals(
        rows=sum(plan.rows for plan in totals),
        amount_cents=sum(plan.amount_cents for plan in totals),
        plans=totals,
    )
