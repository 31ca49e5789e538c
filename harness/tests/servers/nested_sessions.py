"""A service whose requests open a session within a session: two connections of one pool at once."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sqlalchemy import create_engine, text
from sqlalchemy.exc import TimeoutError as PoolTimeout

engine = create_engine(
    os.environ["DATABASE_URL"],
    pool_size=int(os.environ["POOL_SIZE"]),
    max_overflow=int(os.environ["MAX_OVERFLOW"]),
    pool_timeout=int(os.environ["POOL_TIMEOUT"]),
)


def answer() -> tuple[int, bytes]:
    try:
        with engine.connect() as outer:
            outer.execute(text("SELECT pg_sleep(0.005)"))
            # As a log does that is to stay when the transaction around it is rolled back.
            with engine.begin() as inner:
                inner.execute(text("SELECT pg_sleep(0.005)"))
    except PoolTimeout:
        return 503, b"no connection came free in time"
    return 200, b"fine"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, body = answer()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
