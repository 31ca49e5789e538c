"""pandas: a data frame per chunk of the file."""

import csv
from pathlib import Path

import pandas as pd

from library import FileTotals
from streaming.totals import COLUMNS, file_totals

PACKAGES = ("pandas", "numpy")
CHUNK_ROWS = 100_000


def summarize(path: Path) -> FileTotals:
    chunks = pd.read_csv(
        path,
        names=COLUMNS,
        usecols=["plan", "amount_cents"],
        # By default an empty field, "NA" or "null" would be no value, and a lone \r would end a
        # line.
        keep_default_na=False,
        quoting=csv.QUOTE_NONE,
        lineterminator="\n",
        chunksize=CHUNK_ROWS,
    )
    with chunks:
        sums = [chunk.groupby("plan")["amount_cents"].agg(["size", "sum"]) for chunk in chunks]
    plans = pd.concat(sums).groupby(level="plan").sum()
    return file_totals((row.Index, row.size, row.sum) for row in plans.itertuples())
