"""pyarrow: its streaming reader of CSV gives a batch of rows at a time. A lone \\r ends a line for
it, and a file without any line is an error."""

from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from library import FileTotals
from streaming.totals import COLUMNS, file_totals

PACKAGES = ("pyarrow",)


def summarize(path: Path) -> FileTotals:
    reader = csv.open_csv(
        path,
        read_options=csv.ReadOptions(column_names=COLUMNS),
        parse_options=csv.ParseOptions(quote_char=False),
        convert_options=csv.ConvertOptions(
            include_columns=["plan", "amount_cents"],
            column_types={"plan": pa.string(), "amount_cents": pa.int64()},
        ),
    )
    sums = [
        pa.Table.from_batches([batch])
        .group_by("plan")
        .aggregate([("amount_cents", "count"), ("amount_cents", "sum")])
        for batch in reader
    ]
    plans = (
        pa.concat_tables(sums)
        .group_by("plan")
        .aggregate([("amount_cents_count", "sum"), ("amount_cents_sum", "sum")])
    )
    return file_totals(tuple(row.values()) for row in plans.to_pylist())
