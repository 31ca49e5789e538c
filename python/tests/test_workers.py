import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import GOLDEN, Client


@pytest.mark.parametrize("variant", ["before", "after", "after-pool"])
def test_gives_the_golden_report(client: Client, variant: str) -> None:
    report = client.post(f"/workers/{variant}", json={"size": 1_000}).json()
    assert report.pop("busy_ms") > 0
    assert report == json.loads((GOLDEN / "report-1000.json").read_text())


@pytest.mark.parametrize("variant", ["after", "after-pool"])
def test_leaves_the_event_loop_free(client: Client, variant: str) -> None:
    with ThreadPoolExecutor() as threads:
        report = threads.submit(client.post, f"/workers/{variant}", json={"size": 2_000_000})
        assert client.get("/light").json() == {"ok": True}
        assert not report.done()
        assert report.result().status_code == 200
