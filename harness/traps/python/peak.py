"""Cases that have a process each, because what a process has needed at most, it has needed in every
later case, too."""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

STATUS = Path("/proc/self/status")


def peak_rss() -> int:
    """The most memory that this process has had, in bytes."""
    status = STATUS.read_text() if STATUS.exists() else ""
    if found := re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE):
        return int(found[1]) * 1024
    # Where there is no /proc, on macOS, it is in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def in_processes(file: str, names: Iterable[str]) -> list[Any]:
    """Runs the script once for each name, as its first argument, and returns what it printed."""
    commands = ([sys.executable, file, name] for name in names)
    return [json.loads(subprocess.check_output(command)) for command in commands]
