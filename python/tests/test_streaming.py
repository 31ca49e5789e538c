import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import GOLDEN, Client

Sum = Callable[[str | bytes], httpx.Response]


@pytest.fixture(params=["before", "after"])
def sum_file(request: pytest.FixtureRequest, client: Client, files_dir: Path) -> Sum:
    def post(content: str | bytes) -> httpx.Response:
        data = content.encode() if isinstance(content, str) else content
        (files_dir / "file.csv").write_bytes(data)
        return client.post(f"/streaming/{request.param}", json={"file": "file.csv"})

    return post


def test_line_ends_separators_of_other_alphabets_and_odd_plans(sum_file: Sum) -> None:
    expected = json.loads((GOLDEN / "tricky.json").read_text(encoding="utf-8"))
    assert sum_file((GOLDEN / "tricky.csv").read_bytes()).json() == expected


def test_an_empty_file_has_no_rows(sum_file: Sum) -> None:
    assert sum_file("").json() == {"rows": 0, "amount_cents": 0, "plans": [], "checksum": 0}


def test_crlf_files_are_the_same_as_lf_files(sum_file: Sum) -> None:
    lines = "1,pro,5,2024-01-01,Oslo\n2,pro,6,2024-01-02,Rome\n"
    assert sum_file(lines.replace("\n", "\r\n")).json() == sum_file(lines).json()


# Chunks have 8 KiB: the shift moves each byte of the plan's characters over a chunk's end.
@pytest.mark.parametrize("shift", range(4))
def test_characters_that_lie_across_two_chunks_survive(sum_file: Sum, shift: int) -> None:
    lines = 20_000
    answer = sum_file(f"1,a,1,d,{'x' * shift}\n" + "1,🚀é,1,d,c\n" * lines).json()
    assert answer["rows"] == lines + 1
    assert answer["plans"] == [
        {"plan": "a", "rows": 1, "amount_cents": 1},
        {"plan": "🚀é", "rows": lines, "amount_cents": lines},
    ]


def test_a_line_longer_than_a_chunk_is_one_line(sum_file: Sum) -> None:
    assert sum_file(f"1,a,1,d,{'x' * 300_000}\n2,a,1,d,c").json()["rows"] == 2


def test_bytes_that_are_not_utf8_read_as_u_fffd(sum_file: Sum) -> None:
    plans = sum_file(b"1,\xff,1,d,c\n").json()["plans"]
    assert plans == [{"plan": "\ufffd", "rows": 1, "amount_cents": 1}]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1,a,1,d", id="four fields"),
        pytest.param("1,a,1,d,c,e", id="six fields"),
        pytest.param("", id="a blank line"),
        pytest.param("1,a,1.5,d,c", id="a fraction"),
        pytest.param("-1,a,1,d,c", id="a sign"),
        pytest.param(" 1,a,1,d,c", id="a space"),
        pytest.param("1_0,a,1,d,c", id="an underscore"),
        pytest.param("1,a,,d,c", id="an empty amount"),
        pytest.param("1,a,1000000000,d,c", id="ten digits"),
        pytest.param("٣,a,1,d,c", id="digits of another script"),
        pytest.param("\ufeff1,a,1,d,c", id="a byte order mark"),
    ],
)
def test_a_malformed_line_is_named(sum_file: Sum, line: str) -> None:
    response = sum_file(f"1,a,1,d,c\n2,a,1,d,c\n{line}\n4,a,1,d,c\n")
    assert response.status_code == 422
    problem = response.json()
    assert problem["type"] == "urn:duet:problem:invalid-request"
    assert problem["detail"] == "line 3 is not id,plan,amount_cents,day,city"
    assert problem["field"] == "file"


@pytest.mark.parametrize("variant", ["before", "after"])
def test_a_folder_is_no_file(client: Client, files_dir: Path, variant: str) -> None:
    (files_dir / "folder").mkdir(exist_ok=True)
    response = client.post(f"/streaming/{variant}", json={"file": "folder"})
    assert response.status_code == 404
    assert response.json()["type"] == "urn:duet:problem:unknown-file"
