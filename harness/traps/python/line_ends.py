"""A file of five rows, read line by line in four ways."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

ROWS = ["1,Ada", "2,Grace\u2028Hopper", "3,Alan\rTuring", "4,Edsger", "5,Barbara"]
# The fourth ends as on Windows, the last does not end.
TEXT = "\n".join(ROWS[:3]) + "\n" + ROWS[3] + "\r\n" + ROWS[4]

FILE = Path(os.environ["SCRATCH_DIR"]) / "rows.csv"


def by_splitlines() -> Iterable[str]:
    return FILE.read_bytes().decode().splitlines()


def by_iteration() -> Iterable[str]:
    with FILE.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.removesuffix("\n")


def by_line_feed() -> Iterable[str]:
    with FILE.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.removesuffix("\n")


def by_line_feed_without_return() -> Iterable[str]:
    return (line.removesuffix("\r") for line in by_line_feed())


def serve(case: str, read: Callable[[], Iterable[str]]) -> dict[str, str | int]:
    lines = list(read())
    intact = sum(line in ROWS for line in lines)
    return {"case": case, "rows": len(ROWS), "lines": len(lines), "intact": intact}


def main() -> None:
    FILE.write_bytes(TEXT.encode())
    cases = [
        serve("read().splitlines()", by_splitlines),
        serve("for line in open(file)", by_iteration),
        serve("open(file, newline='\\n')", by_line_feed),
        serve("open(file, newline='\\n'), without a '\\r'", by_line_feed_without_return),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
