"""DuckDB: SQL on the file itself. A lone \\r in a field, or lines that end differently, are errors
for it; an empty field is NULL."""

from pathlib import Path

import duckdb

from library import FileTotals
from streaming.totals import file_totals

PACKAGES = ("duckdb",)
SUMS = """
  SELECT coalesce(plan, ''), count(*), sum(amount_cents)
  FROM read_csv(
    $path,
    auto_detect = false,
    delim = ',',
    quote = '',
    escape = '',
    columns = {
      id: 'INTEGER', plan: 'VARCHAR', amount_cents: 'BIGINT', day: 'VARCHAR', city: 'VARCHAR'
    }
  )
  GROUP BY plan"""


def summarize(path: Path) -> FileTotals:
    with duckdb.connect() as connection:
        plans = connection.execute(SUMS, {"path": str(path)}).fetchall()
    return file_totals((plan, rows, int(cents)) for plan, rows, cents in plans)
