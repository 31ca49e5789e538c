"""Listens, says where on stdout, and stops on SIGTERM, SIGINT or the end of stdin.

A spawned process runs this file again as __mp_main__ before it does its work. So nothing is
imported here that only the service needs: a process per request would pay for it every time.
"""

import sys

# A request that is still running this long after the signal is cut off.
GRACE_MS = 1_000
EXIT_USAGE = 2
EXIT_ENVIRONMENT = 4


def main() -> None:
    import asyncio
    import contextlib
    import json
    import os
    import signal
    import socket
    import threading

    import uvicorn
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    from duet_service.app import build_app
    from duet_service.settings import KEEP_ALIVE_MS, MAX_CLIENTS, SettingsError, read_settings

    try:
        settings = read_settings()
    except SettingsError as error:
        sys.stderr.write(f"duet-python: {error}\n")
        sys.exit(EXIT_USAGE)

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        sys.stderr.write(f"duet-python: cannot start: {error}\n")
        sys.exit(EXIT_ENVIRONMENT)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            host, port = listener.getsockname()[:2]
            where = f"[{host}]" if family == socket.AF_INET6 else host
            print(json.dumps({"listening": f"http://{where}:{port}"}), flush=True)

    class BoundedClients(HttpToolsProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            if len(self.connections) >= MAX_CLIENTS:
                transport.abort()
            else:
                super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            # Not that of one which was never made.
            if self.transport is not None:
                super().connection_lost(exc)

    def stop_at_end_of_stdin() -> None:
        # Not sys.stdin: its lock would be held by this thread while the interpreter shuts down.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        os.kill(os.getpid(), signal.SIGTERM)

    config = uvicorn.Config(
        build_app(settings),
        loop="uvloop",
        http=BoundedClients,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_MS // 1_000,
        timeout_graceful_shutdown=GRACE_MS // 1_000,
    )
    # uvicorn raises the signal again once it has shut down; this is what it then meets. sys.exit
    # would wait for the threads of `def` routes, whose queries may take seconds.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: os._exit(0))
    if settings.exit_with_parent:
        threading.Thread(target=stop_at_end_of_stdin, daemon=True).start()
    Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
