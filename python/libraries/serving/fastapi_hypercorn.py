"""FastAPI on hypercorn, with h11 and asyncio's own loop, which are its defaults."""

import asyncio
import socket
from collections.abc import Callable

from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config

from library import ServingSettings
from serving.fastapi_app import build_app

PACKAGES = ("fastapi", "starlette", "hypercorn", "h11", "psycopg-pool")


def serve(settings: ServingSettings, listening: Callable[[int], None]) -> None:
    listener = socket.create_server(("127.0.0.1", settings.port))
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.loglevel = "WARNING"
    # From now on connections are taken; they wait for the app.
    listening(listener.getsockname()[1])
    asyncio.run(hypercorn_serve(build_app(settings), config))
