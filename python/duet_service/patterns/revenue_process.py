"""Entry of a process that makes one report: the size comes in as argument, the report goes out."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection

from duet_service.patterns.revenue import revenue_report


def send_revenue_report(sender: Connection, size: int) -> None:
    follow_parent()
    sender.send(revenue_report(size))


def follow_parent() -> None:
    """Ends this process when its parent is gone: a parent that was killed cannot end it. Ctrl-C
    reaches the whole group, and it is the parent that decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
