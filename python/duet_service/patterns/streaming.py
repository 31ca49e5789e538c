"""Pattern: read a large file piece by piece instead of holding all of it."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI

from duet_service.parameters import FileBody
from duet_service.patterns.byte_tally import byte_tally
from duet_service.patterns.tally import FileSums, tally
from duet_service.plugins.pool import SettingsDep
from duet_service.problems import Problem
from duet_service.strictness import StrictRoute
from duet_service.variants import variant_routes


async def file_path(body: FileBody, settings: SettingsDep) -> Path:
    path = settings.files_dir / body.file
    if not path.is_file():
        raise Problem("unknown-file", f"there is no file {body.file}", "file")
    return path


FilePath = Annotated[Path, Depends(file_path)]


# region before
def before(path: FilePath) -> FileSums:
    """The whole file as one string, then all its lines as a list."""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        lines = file.read().split("\n")
    if lines[-1] == "":
        lines.pop()
    return tally(lines)


# endregion


# region after
def after(path: FilePath) -> FileSums:
    """Line by line: memory holds one chunk and the unfinished line at its end."""
    # newline="\n": by default a lone \r would end a line too.
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        return tally(file)


# endregion


# region after-best
def after_best(path: FilePath) -> FileSums:
    """Chunks of bytes: no line is decoded, and one search finds the fields of a thousand lines."""
    with path.open("rb", buffering=0) as file:
        return byte_tally(file)


# endregion


def add_routes(app: FastAPI) -> None:
    variant_routes(
        app,
        "POST",
        "/streaming/{variant}",
        {"before": before, "after": after, "after-best": after_best},
        route_class=StrictRoute,
        response_model=FileSums,
    )
