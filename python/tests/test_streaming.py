import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import GOLDEN, Client

Sum = Callable[[str | bytes], httpx.Response]


def summing_with(variant: str, client: Client, files_dir: Path) -> Sum:
    def post(content: str | bytes) -> httpx.Response:
        data = content.encode() if isinstance(content, str) else content
        (files_dir / "file.csv").write_bytes(data)
        return client.post(f"/streaming/{variant}", json={"file": "file.csv"})

    return post


@pytest.fixture(params=["before", "after", "after-best"])
def sum_file(request: pytest.FixtureRequest, client: Client, files_dir: Path) -> Sum:
    return summing_with(request.param, client, files_dir)


@pytest.fixture
def expect_same(client: Client, files_dir: Path) -> Callable[[str | bytes], None]:
    """after-best answers as after does, byte for byte."""

    def expect(content: str | bytes) -> None:
        after, best = (
            summing_with(variant, client, files_dir)(content) for variant in ("after", "after-best")
        )
        assert (best.status_code, best.content) == (after.status_code, after.content)

    return expect


def test_line_ends_separators_of_other_alphabets_and_odd_plans(sum_file: Sum) -> None:
    expected = json.loads((GOLDEN / "tricky.json").read_text(encoding="utf-8"))
    assert sum_file((GOLDEN / "tricky.csv").read_bytes()).json() == expected


def test_an_empty_file_has_no_rows(sum_file: Sum) -> None:
    assert sum_file("").json() == {"rows": 0, "amount_cents": 0, "plans": [], "checksum": 0}


def test_crlf_files_are_the_same_as_lf_files(sum_file: Sum) -> None:
    lines = "1,pro,5,2024-01-01,Oslo\n2,pro,6,2024-01-02,Rome\n"
    assert sum_file(lines.replace("\n", "\r\n")).json() == sum_file(lines).json()


# Chunks have 8 KiB, in after-best 64 KiB: the shift moves each byte of the plan's characters over
# a chunk's end.
@pytest.mark.parametrize("shift", range(4))
def test_characters_that_lie_across_two_chunks_survive(sum_file: Sum, shift: int) -> None:
    lines = 40_000
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


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"1,\xe2\x82,1,d,c\n", id="a character that is cut off"),
        pytest.param(
            b"1,\xff,1,d,c\n2,\xfe,2,d,c\n3,\xef\xbf\xbd,4,d,c\n4,\xff\xff,8,d,c\n",
            id="several spellings of what is not UTF-8",
        ),
        pytest.param(b"1,\xed\xa0\x80,1,d,c\n", id="half a surrogate pair"),
        pytest.param(b"1,\xef\xbb\xbfa,1,d,c\n", id="a byte order mark in a plan"),
        pytest.param(b"1,a,1,d,c\xf0\x9f", id="a character that is cut off by the end"),
        pytest.param(b'"1",a,1,d,c\n', id="a quoted number"),
        pytest.param(b'1,"a",1,d,c\n', id="a quoted plan"),
        pytest.param(b'1,"a,b",1,d,c\n', id="a quoted comma"),
        pytest.param(b"\r\n", id="a lone CR as a line"),
        pytest.param(b"1,a,1,d,c\r", id="a CR at the end"),
        pytest.param(b"1,a,1\r,d,c\n", id="a CR in a number"),
        pytest.param(b"1,a\0,1,d,\0\n", id="a zero byte"),
        pytest.param(b"\n\n", id="blank lines alone"),
        pytest.param(b"1,a,1,d,c\n\n", id="a blank line at the end"),
        pytest.param(b"1,a,1,d,c\n2,a", id="an end within a field"),
        pytest.param(b"1,a,1,d,", id="an end after a comma"),
        pytest.param(b"000000001,a,000000002,d,c\n", id="zeros in front"),
        pytest.param(b"9" * 400 + b",a,1,d,c\n", id="a long number"),
        pytest.param(b"1,__proto__,1,d,c\n2,constructor,1,d,c\n", id="plans like properties"),
        pytest.param(
            b"1,%b,1,d,c\n2,%b,2,d,c\n" % (b"p" * 200_000, b"p" * 200_000), id="a long plan"
        ),
        pytest.param(b"1,Aa,1,d,c\n2,BB,2,d,c\n3,Aa,4,d,c\n", id="plans with the same hash"),
        pytest.param(b"1,a,1,d,c\n" * 50_000 + b"1,a,1,d\n", id="a malformed line far in"),
    ],
)
def test_after_best_answers_as_after_does(
    expect_same: Callable[[str | bytes], None], content: bytes
) -> None:
    expect_same(content)


# A chunk has 64 KiB, or as many bytes as the line that is unfinished.
@pytest.mark.parametrize(
    "length", [32_767, 32_768, 32_769, 65_534, 65_535, 65_536, 65_537, 131_070, 131_071, 131_072]
)
def test_after_best_answers_as_after_does_to_a_long_line(
    expect_same: Callable[[str | bytes], None], length: int
) -> None:
    line = f"1,a,1,d,{'x' * (length - 9)}\n"
    for content in (line, line[:-1], f"{line}2,b,2,d,c\n{line}"):
        expect_same(content)


def test_after_best_answers_as_after_does_to_many_plans_each_of_them_again(
    expect_same: Callable[[str | bytes], None],
) -> None:
    expect_same("".join(f"{n},plan {n * 7919 % 5_000},{n},d,c\n" for n in range(30_000)))


@pytest.mark.parametrize("variant", ["before", "after", "after-best"])
def test_a_folder_is_no_file(client: Client, files_dir: Path, variant: str) -> None:
    (files_dir / "folder").mkdir(exist_ok=True)
    response = client.post(f"/streaming/{variant}", json={"file": "folder"})
    assert response.status_code == 404
    assert response.json()["type"] == "urn:duet:problem:unknown-file"
