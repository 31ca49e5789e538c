import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
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
    request_queue_size = 32
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
def service_at(upstream: Upstream, changes: dict[str, str], known: int = 250) -> Iterator[Client]:
    environment = ENVIRONMENT | {"UPSTREAM_URL": f"http://127.0.0.1:{upstream.server_port}"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (environment | changes).items():
            patch.setenv(name, value)
        settings = read_settings()

    async def users() -> list[dict[str, Any]]:
        return [{"id": i, "name": f"User {i}", "plan": "pro"} for i in range(1, known + 1)]

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
    ("variant", "calls", "answer"),
    [("before", 250, one), ("after", 3, reversed_batch), ("after-best", 3, reversed_batch)],
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


@pytest.mark.parametrize("variant", ["before", "after", "after-best"])
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


@pytest.mark.parametrize("variant", ["before", "after", "after-best"])
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


@pytest.fixture(scope="module")
def large(upstream: Upstream) -> Iterator[Client]:
    """A service with users for thirteen batches."""
    with service_at(upstream, {}, known=1_250) as client:
        yield client


class Calls:
    """Batches that are under way until a test ends them."""

    def __init__(self, upstream: Upstream) -> None:
        # The first ids of the batches that were asked for, in their order.
        self.begun: list[int] = []
        self._arrivals: queue.Queue[int] = queue.Queue()
        self._answers: dict[int, queue.Queue[tuple[int, Any] | None]] = {}
        self._lock = threading.Lock()
        self._open = False
        upstream.answer = self._answer

    def _answer(self, details: Details) -> tuple[int, Any]:
        first_id = details[0]["id"]
        with self._lock:
            self.begun.append(first_id)
            answers = self._answers.setdefault(first_id, queue.Queue())
            is_open = self._open
        self._arrivals.put(first_id)
        answered = None if is_open else answers.get(timeout=10)
        return answered or (200, {"details": details})

    def wait_for(self, count: int) -> list[int]:
        """The first ids of the next batches that arrive; connections overtake each other."""
        return sorted(self._arrivals.get(timeout=10) for _ in range(count))

    def end(self, first_id: int, answered: tuple[int, Any] | None = None) -> None:
        self._answers[first_id].put(answered)

    def end_all(self) -> None:
        with self._lock:
            self._open = True
            waiting = list(self._answers.values())
        for answers in waiting:
            answers.put(None)


def asking(client: Client) -> tuple[threading.Thread, list[httpx.Response]]:
    answers: list[httpx.Response] = []

    def ask() -> None:
        answers.append(client.post("/batching/after-best", json={"users": 1_250}))

    thread = threading.Thread(target=ask)
    thread.start()
    return thread, answers


FIRST_TEN = [1, 101, 201, 301, 401, 501, 601, 701, 801, 901]


def test_after_best_has_ten_batches_under_way_and_begins_another_when_one_ends(
    large: Client, upstream: Upstream
) -> None:
    calls = Calls(upstream)
    thread, answers = asking(large)
    assert calls.wait_for(10) == FIRST_TEN
    calls.end(301)
    assert calls.wait_for(1) == [1_001]
    assert len(calls.begun) == 11
    calls.end_all()
    thread.join()
    assert (answers[0].json()["count"], answers[0].json()["calls"]) == (1_250, 13)


def test_after_best_has_no_more_batches_under_way_than_it_may_have_connections(
    upstream: Upstream,
) -> None:
    calls = Calls(upstream)
    with service_at(upstream, {"UPSTREAM_CONNECTIONS": "3"}, known=1_250) as narrow:
        thread, answers = asking(narrow)
        assert calls.wait_for(3) == FIRST_TEN[:3]
        assert len(calls.begun) == 3
        calls.end_all()
        thread.join()
    assert (answers[0].json()["count"], answers[0].json()["calls"]) == (1_250, 13)


def test_after_best_begins_no_batch_after_a_failure_and_tells_that_of_batches_in_a_row(
    large: Client, upstream: Upstream
) -> None:
    calls = Calls(upstream)
    thread, answers = asking(large)
    calls.wait_for(10)
    for first_id in reversed(FIRST_TEN):
        calls.end(first_id, (429 if first_id == 1 else 500, {}))
    thread.join()
    assert answers[0].status_code == 502
    assert answers[0].json()["detail"] == "POST /details:batch for ids 1 to 100 answered 429"
    assert len(calls.begun) == 10


def test_after_best_names_the_first_user_without_details_as_after_does(
    large: Client, upstream: Upstream
) -> None:
    upstream.answer = lambda details: (
        200,
        {"details": [detail for detail in details if detail["id"] not in (130, 705)]},
    )
    after, best = (
        large.post(f"/batching/{variant}", json={"users": 1_250})
        for variant in ("after", "after-best")
    )
    assert (best.status_code, best.content) == (after.status_code, after.content)
    assert best.json()["detail"] == "the answer has no details of user 130"
