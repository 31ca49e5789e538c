"""The sums of tally from the bytes of a sales file: one search finds the fields of many lines."""

import re
from typing import Protocol

from duet_service.patterns.tally import (
    CHECKSUM_MODULUS,
    ID_MODULUS,
    FileSums,
    Sums,
    malformed_line,
    plans_in_order,
)

# As in tally, but of all lines of a text, each of which ends in \n. In UTF-8 no part of a longer
# character is a comma, a digit or a \n, so a text may be bytes, one character each.
LINES = re.compile(r"^([0-9]{1,9}),([^,\n]*),([0-9]{1,9}),[^,\n]*,[^,\n]*\n", re.MULTILINE)
CHUNK_BYTES = 64 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


def byte_tally(file: Readable) -> FileSums:
    """
    Reads the file chunk by chunk and keeps only the sums, so that its memory does not grow.

    Raises Problem invalid-request that names a malformed line.
    """
    sums = ByteTally()
    rest = b""
    # A chunk as large as an unfinished line, so that a long one is copied a few times only.
    while chunk := file.read(max(CHUNK_BYTES, len(rest))):
        read = rest + chunk
        end = read.rfind(b"\n") + 1
        sums.add(read[:end])
        rest = read[end:]
    if rest:
        sums.add(rest + b"\n")
    return sums.read()


class ByteTally:
    def __init__(self) -> None:
        self._rows = self._amount_cents = self._checksum = 0
        self._plans: dict[str, Sums] = {}
        # By the bytes of a plan: several may read as one, for what is not UTF-8 reads as U+FFFD.
        self._spellings: dict[str, Sums] = {}

    def add(self, lines: bytes) -> None:
        """Adds whole lines, each of which ends in \\n."""
        text = lines.decode("latin-1")
        found = LINES.findall(text)
        if len(found) != text.count("\n"):
            raise malformed_line(self._rows + _first_malformed(text))
        amount_cents, checksum = self._amount_cents, self._checksum
        spellings = self._spellings
        for id_text, spelling, amount_text in found:
            amount = int(amount_text)
            sums = spellings.get(spelling)
            if sums is None:
                sums = self._sums_of(spelling)
            sums[0] += 1
            sums[1] += amount
            amount_cents += amount
            checksum = (checksum * 31 + int(id_text) % ID_MODULUS + amount) % CHECKSUM_MODULUS
        self._rows += len(found)
        self._amount_cents, self._checksum = amount_cents, checksum

    def read(self) -> FileSums:
        return FileSums(
            rows=self._rows,
            amount_cents=self._amount_cents,
            plans=plans_in_order(self._plans),
            checksum=self._checksum,
        )

    def _sums_of(self, spelling: str) -> Sums:
        plan = spelling.encode("latin-1").decode("utf-8", errors="replace")
        sums = self._plans.setdefault(plan, [0, 0])
        self._spellings[spelling] = sums
        return sums


def _first_malformed(text: str) -> int:
    """The number of the line, from 1 on; there is one."""
    lines = text.split("\n")
    return next(n for n, line in enumerate(lines, 1) if not LINES.fullmatch(f"{line}\n"))
