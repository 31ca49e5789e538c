"""The one process for every library: `python serve.py <field> <name>`.

Says where it listens on stdout, and stops on SIGTERM, SIGINT or the end of stdin. A spawned process
runs this file again as __mp_main__, so that nothing is imported here that only the service needs.
"""

import sys

# A request that is still running this long after the signal is cut off; closing the library may
# take as long again, for some wait until a query has ended.
GRACE_S = 1
EXIT_USAGE = 2


def main() -> None:
    if len(sys.argv) != 3:
        sys.stderr.write("usage: python serve.py <field> <name>\n")
        sys.exit(EXIT_USAGE)
    field, name = sys.argv[1:]

    import contextlib
    import json
    import os
    import signal
    import socket
    import threading
    from importlib import import_module
    from pathlib import Path
    from types import FrameType

    import uvicorn

    # The files of the service that libraries share with it, such as the report of the workers.
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    from entries import load
    from environment import SettingsError, read_settings, required
    from frame import build_app, health
    from library import ServingSettings

    try:
        settings = read_settings()
    except SettingsError as error:
        sys.stderr.write(f"serve.py: {error}\n")
        sys.exit(EXIT_USAGE)

    def stop_at_end_of_stdin() -> None:
        # Not sys.stdin: its lock would be held by this thread while the interpreter shuts down.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        os.kill(os.getpid(), signal.SIGTERM)

    # A server raises the signal again once it has shut down; this is what it then meets. sys.exit
    # would wait for the threads of `def` routes, whose queries may take seconds.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: os._exit(0))
    if settings.exit_with_parent:
        threading.Thread(target=stop_at_end_of_stdin, daemon=True).start()

    def listening(port: int) -> None:
        print(json.dumps({"listening": f"http://127.0.0.1:{port}"}), flush=True)

    module = load(field, name)
    if field == "serving":
        serving = ServingSettings(
            port=settings.port,
            health=health(module.PACKAGES),
            database_url=required("DATABASE_URL", settings.database_url),
            pool=settings.pool,
        )
        module.serve(serving, listening)
        return

    listener = socket.create_server(("127.0.0.1", settings.port))

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                listening(listener.getsockname()[1])

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            threading.Timer(2 * GRACE_S, os._exit, [0]).start()
            super().handle_exit(sig, frame)

    start = import_module(f"routes.{field}").start
    config = uvicorn.Config(
        build_app(module, start, settings),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
