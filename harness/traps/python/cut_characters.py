"""Text that is read in chunks, whose ends fall into the middle of characters."""

import codecs
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

LINE = "Zoë, 東京, 😀"
LINES = 10_000
# Small, so that many ends fall into a character.
CHUNK_BYTES = 1_000

FILE = Path(os.environ["SCRATCH_DIR"]) / "names.txt"


def chunks() -> Iterator[bytes]:
    with FILE.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def chunk_by_chunk() -> str:
    return "".join(chunk.decode() for chunk in chunks())


def replacing() -> str:
    return "".join(chunk.decode(errors="replace") for chunk in chunks())


def by_decoder() -> str:
    return "".join(codecs.iterdecode(chunks(), "utf-8"))


def serve(case: str, read: Callable[[], str]) -> dict[str, str | int]:
    try:
        intact = read().split("\n").count(LINE)
    except UnicodeDecodeError as error:
        return {"case": case, "lines": LINES, "damaged": LINES, "said": str(error)}
    return {"case": case, "lines": LINES, "damaged": LINES - intact}


def main() -> None:
    FILE.write_text(f"{LINE}\n" * LINES, encoding="utf-8")
    cases = [
        serve("chunk.decode()", chunk_by_chunk),
        serve('chunk.decode(errors="replace")', replacing),
        serve("codecs.iterdecode(chunks)", by_decoder),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
