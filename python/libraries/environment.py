"""What the environment says to the process of a library.

Numbers are plain digits; an empty variable counts as unset. Nothing is imported for it: what this
process loads besides the library counts as its time to start, and as its memory.
"""

import os
import re
from pathlib import Path
from typing import TypeVar

from library import PoolOptions, Settings

T = TypeVar("T")


class SettingsError(Exception):
    """A variable that is missing or out of bounds; names it and never repeats its value."""


def read_settings() -> Settings:
    """Raises SettingsError."""
    wait_ms = _whole_number("POOL_WAIT_MS", 1, 600_000)
    upstream_url = _text("UPSTREAM_URL")
    files_dir = _text("FILES_DIR")
    return Settings(
        database_url=_text("DATABASE_URL"),
        upstream_url=upstream_url and upstream_url.rstrip("/"),
        files_dir=None if files_dir is None else Path(files_dir),
        port=_whole_number("PORT", 0, 65_535) or 0,
        pool=PoolOptions(
            max=_whole_number("POOL_MAX", 1, 1_000),
            wait_s=None if wait_ms is None else wait_ms / 1_000,
        ),
        workers=_whole_number("WORKERS", 1, 64) or 2,
        exit_with_parent=_whole_number("EXIT_WITH_PARENT", 0, 1) == 1,
    )


def required(variable: str, value: T | None) -> T:
    """A setting that a field cannot do without. Raises SettingsError, which names the variable."""
    if value is None:
        raise SettingsError(f"{variable} must be set")
    return value


def _text(variable: str) -> str | None:
    return os.environ.get(variable) or None


def _whole_number(variable: str, minimum: int, maximum: int) -> int | None:
    text = _text(variable)
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,10}", text) and minimum <= int(text) <= maximum:
        return int(text)
    raise SettingsError(f"{variable} must be a whole number from {minimum} to {maximum}")
