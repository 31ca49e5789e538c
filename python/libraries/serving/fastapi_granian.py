"""FastAPI on granian, whose HTTP is in Rust; one worker, which is a process of its own."""

import contextlib
import socket
import time
from collections.abc import Callable
from functools import partial
from threading import Thread

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from library import ServingSettings
from serving.fastapi_app import build_app

PACKAGES = ("fastapi", "starlette", "granian", "uvloop", "psycopg-pool")


def serve(settings: ServingSettings, listening: Callable[[int], None]) -> None:
    port = settings.port or free_port()
    granian = Granian(
        "serving.fastapi_app",
        port=port,
        interface=Interfaces.ASGI,
        log_level=LogLevels.warning,
    )
    Thread(target=say_once_it_listens, args=(port, listening), daemon=True).start()
    granian.serve(target_loader=partial(build_app, settings), wrap_loader=False)


def free_port() -> int:
    """granian takes no port 0."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def say_once_it_listens(port: int, listening: Callable[[int], None]) -> None:
    """granian calls its on_startup before the worker is there."""
    while True:
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            listening(port)
            return
        time.sleep(0.01)
