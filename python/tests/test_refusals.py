"""Bad requests of fixtures/golden/refusals.json, the table that also tests the Node service."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import GOLDEN, Client

REFUSALS = json.loads((GOLDEN / "refusals.json").read_text(encoding="utf-8"))


async def in_chunks(body: bytes) -> AsyncIterator[bytes]:
    yield body[:1_000]
    yield body[1_000:]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda r: f"{r['method']} {r['name']}")
def test_refusal(client: Client, refusal: dict[str, Any]) -> None:
    content: bytes | AsyncIterator[bytes] | None = None
    if "body" in refusal:
        body: bytes = refusal["body"].ljust(refusal.get("pad_to", 0)).encode()
        content = in_chunks(body) if refusal.get("chunked") else body
    response = client.request(
        refusal["method"], refusal["path"], headers=refusal.get("headers"), content=content
    )
    assert response.json() == refusal["answer"]
    assert response.status_code == refusal["answer"]["status"]
    assert response.headers["content-type"] == "application/problem+json"


def test_5_0_is_the_integer_5_in_json(client: Client) -> None:
    headers = {"content-type": "application/json"}
    report = client.post("/workers/before", headers=headers, content='{"size":5.0}').json()
    assert (report["size"], report["orders"]) == (5, 5)


@pytest.mark.parametrize("pattern", ["pooling", "parallel"])
def test_without_a_database_every_variant_answers_503_each_time(
    client: Client, pattern: str
) -> None:
    for variant in client.get("/health").json()["variants"][pattern]:
        for _attempt in range(2):
            response = client.get(f"/{pattern}/{variant}/users/1")
            assert response.status_code == 503, variant
            assert response.json()["type"] == "urn:duet:problem:database-unavailable"


def test_health_stats_and_light_need_no_database(client: Client) -> None:
    health = client.get("/health").json()
    assert (health["stack"], health["processes"]) == ("python", 1)
    stats = client.get("/stats").json()
    assert (stats["pool"]["max"], stats["upstream_calls"]) == (30, 0)
    assert client.get("/light").json() == {"ok": True}
