"""An app on uvicorn, which says its port once it listens."""

import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from library import ServingSettings


class Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, listening: Callable[[int], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # Nothing listens where the app's lifespan failed.
        for server in self.servers:
            self._listening(server.sockets[0].getsockname()[1])


def serve_on_uvicorn(
    app: Any,
    settings: ServingSettings,
    listening: Callable[[int], None],
    **options: Any,
) -> None:
    """By default uvicorn takes httptools and uvloop where they are installed, as they are here."""
    config = uvicorn.Config(
        app, port=settings.port, log_level="warning", access_log=False, **options
    )
    Server(config, listening).run()
