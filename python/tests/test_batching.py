import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal

from duet_service.patterns.batching import first_users
from duet_service.settings import read_settings
from tests.conftest import ENVIRONMENT, Client, running_service

Details = list[dict[str, Any]]
# What the external API does to the details that were over for: a status and a body.
Answer = Callable[[Details], tuple[int, Any]]


class Upstream(ThreadingHTTPServer):
    daemon_threads = True
    answer: Answer


class Handler(BaseHTTPRequestHandler):
    server: Upstream
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: two would wait for a delayed acknowledgement.
    wbufsize = -1

    def do_GET(self) -> None:
        self._answer([int(self.path.rpartition("/")[2])])

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        self._answer(json.loads(self.rfile.read(length))["ids"])

    def _answer(self, ids: list[int]) -> None:
        details = [{"id": i, "tier": "gold", "credit_cents": i * 10} for i in ids]
        status, body = self.server.answer(details)
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    with Upstream(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def service_at(upstream: Upstream, changes: dict[str, str]) -> Iterator[Client]:
    environment = ENVIRONMENT | {"UPSTREAM_URL": f"http://127.0.0.1:{upstream.server_port}"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (environment | changes).items():
            patch.setenv(name, value)
        settings = read_settings()

    async def users() -> list[dict[str, Any]]:
        return [{"id": i, "name": f"User {i}", "plan": "pro"} for i in range(1, 251)]

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(
            running_service(settings, {first_users: users})
        ) as service,
    ):
        yield Client(portal, service)


@pytest.fixture(scope="module")
def client(upstream: Upstream) -> Iterator[Client]:
    with service_at(upstream, {}) as client:
        yield client


@pytest.fixture(scope="module")
def impatient(upstream: Upstream) -> Iterator[Client]:
    """The same, but it waits for the external API for a moment only."""
    with service_at(upstream, {"UPSTREAM_TIMEOUT_MS": "50"}) as client:
        yield client


def one(details: Details) -> tuple[int, Any]:
    return 200, details[0]


def reversed_batch(details: Details) -> tuple[int, Any]:
    return 200, {"details": details[::-1]}


@pytest.mark.parametrize(
    ("variant", "calls", "answer"), [("before", 250, one), ("after", 3, reversed_batch)]
)
def test_gives_each_user_the_details_of_its_id(
    client: Client, upstream: Upstream, variant: str, calls: int, answer: Answer
) -> None:
    upstream.answer = answer
    enriched = client.post(f"/batching/{variant}", json={"users": 250}).json()
    assert (enriched["count"], enriched["calls"]) == (250, calls)
    assert enriched["credit_cents"] == 313_750
    last = {"id": 250, "name": "User 250", "plan": "pro", "tier": "gold", "credit_cents": 2_500}
    assert enriched["users"][-1] == last


@pytest.mark.parametrize("variant", ["before", "after"])
@pytest.mark.parametrize(
    ("status", "kind", "answer"),
    [
        pytest.param(502, "upstream-failed", lambda _: (500, {}), id="an error"),
        pytest.param(
            502, "upstream-failed", lambda _: (200, {"details": [{"id": "1"}]}), id="another shape"
        ),
        pytest.param(
            502,
            "upstream-failed",
            lambda _: (200, {"id": 0, "tier": "", "credit_cents": 0, "details": []}),
            id="details of another user",
        ),
    ],
)
def test_is_a_problem(
    client: Client, upstream: Upstream, variant: str, status: int, kind: str, answer: Answer
) -> None:
    upstream.answer = answer
    response = client.post(f"/batching/{variant}", json={"users": 250})
    assert response.status_code == status
    assert response.json()["type"] == f"urn:duet:problem:{kind}"


@pytest.mark.parametrize("variant", ["before", "after"])
def test_silence_is_a_problem(impatient: Client, upstream: Upstream, variant: str) -> None:
    over = threading.Event()

    def silence(_: Details) -> tuple[int, Any]:
        over.wait()
        return 200, {}

    upstream.answer = silence
    response = impatient.post(f"/batching/{variant}", json={"users": 250})
    over.set()
    assert response.status_code == 504
    assert response.json()["type"] == "urn:duet:problem:upstream-timeout"
