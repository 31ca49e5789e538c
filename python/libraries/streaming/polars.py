"""polars: a lazy query over the file, run by the streaming engine."""

from pathlib import Path

import polars as pl

from library import FileTotals
from streaming.totals import file_totals

PACKAGES = ("polars",)
SCHEMA = {
    "id": pl.Int64,
    "plan": pl.String,
    "amount_cents": pl.Int64,
    "day": pl.String,
    "city": pl.String,
}


def summarize(path: Path) -> FileTotals:
    lines = pl.scan_csv(
        path,
        has_header=False,
        schema=SCHEMA,
        quote_char=None,
        empty_string_is_null=False,
        raise_if_empty=False,
    )
    plans = (
        lines.group_by("plan")
        .agg(pl.len().alias("rows"), pl.col("amount_cents").sum())
        .collect(engine="streaming")
    )
    return file_totals(plans.select("plan", "rows", "amount_cents").iter_rows())
