"""The libraries that Python itself brings, as processes of the fields would ask them."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from entries import load
from frame import build_app
from library import PoolOptions, Settings
from routes import streaming, workers
from tests.conftest import GOLDEN

# Paths, and what is posted there.
Bodies = Sequence[tuple[str, object]]
SETTINGS = Settings(None, None, GOLDEN, 0, PoolOptions(), 1, False)


async def post(field: Any, module: Any, bodies: Bodies) -> list[tuple[int, Any]]:
    app = build_app(module, field.start, SETTINGS)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://library") as client,
    ):
        answers = [await client.post(path, json=body) for path, body in bodies]
    return [(answer.status_code, answer.json()) for answer in answers]


def golden(name: str, without: str) -> Any:
    answer = json.loads((GOLDEN / name).read_text())
    del answer[without]
    return answer


def test_text_lines_give_the_sums_of_the_contract() -> None:
    bodies = [("/streaming", {"file": "tricky.csv"}), ("/streaming", {"file": "no.csv"})]
    answers = asyncio.run(post(streaming, load("streaming", "text-lines"), bodies))
    assert answers == [
        (200, golden("tricky.json", without="checksum")),
        (404, {"detail": "there is no file no.csv"}),
    ]


def test_csv_takes_a_lone_carriage_return_for_the_end_of_a_line(tmp_path: Path) -> None:
    summarize = load("streaming", "csv").summarize
    with pytest.raises(ValueError, match="not enough values to unpack"):
        summarize(GOLDEN / "tricky.csv")
    tamed = tmp_path / "tamed.csv"
    tamed.write_bytes((GOLDEN / "tricky.csv").read_bytes().replace(b"Carriage\r", b"Carriage "))
    assert summarize(tamed).model_dump() == golden("tricky.json", without="checksum")


@pytest.mark.parametrize("name", ["process-pool-executor", "multiprocessing-pool"])
def test_a_worker_makes_the_report(name: str) -> None:
    [(status, report)] = asyncio.run(
        post(workers, load("workers", name), [("/workers", {"size": 1_000})])
    )
    assert report.pop("busy_ms") > 0
    assert (status, report) == (200, json.loads((GOLDEN / "report-1000.json").read_text()))


def test_an_executor_stays_broken_after_a_worker_has_died() -> None:
    bodies = [("/workers/die", None), ("/workers", {"size": 1})]
    answers = asyncio.run(post(workers, load("workers", "process-pool-executor"), bodies))
    assert [(status, answer["error"]) for status, answer in answers] == [
        (500, "BrokenProcessPool"),
        (500, "BrokenProcessPool"),
    ]
