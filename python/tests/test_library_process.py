"""A library as a process: one whose packages the service has, too."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

SERVE = Path(__file__).parents[1] / "libraries" / "serve.py"
# Nothing listens there; the engine connects when it is first asked.
ENVIRONMENT = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "EXIT_WITH_PARENT": "1"}


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, SERVE, *arguments],
        env=ENVIRONMENT | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("how", ["SIGTERM", "the end of stdin"])
def test_it_says_where_it_listens_and_ends(how: str) -> None:
    with running("database", "sqlalchemy-core-psycopg") as process:
        assert process.stdout is not None
        assert process.stdin is not None
        address = json.loads(process.stdout.readline())["listening"]
        health = httpx.get(f"{address}/health").json()
        assert health["pid"] == process.pid
        assert sorted(health["versions"]) == ["psycopg", "sqlalchemy"]
        refused = httpx.get(f"{address}/users/1")
        assert (refused.status_code, refused.json()["error"]) == (500, "OperationalError")
        if how == "SIGTERM":
            process.send_signal(signal.SIGTERM)
        else:
            process.stdin.close()
        assert process.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (["database"], {}, "usage: python serve.py <field> <name>"),
        (["database", "asyncpg"], {"POOL_MAX": "x"}, "POOL_MAX must be a whole number from 1 to"),
    ],
)
def test_it_refuses_what_it_does_not_understand(
    arguments: list[str], environment: dict[str, str], message: str
) -> None:
    with running(*arguments, **environment) as process:
        assert process.wait(timeout=30) == 2
        assert process.stderr is not None
        assert message in process.stderr.read()
