"""The app for tests: no port, no database, the golden files as its folder."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from duet_service.app import build_app
from duet_service.settings import Settings, read_settings

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"

# Nothing listens at these addresses: what a test reaches without them needs no database.
ENVIRONMENT = {
    "DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/none",
    "UPSTREAM_URL": "http://127.0.0.1:1",
    "FILES_DIR": str(GOLDEN),
    "WORKERS": "1",
}


class Client:
    """Calls the app in the event loop of another thread, so that tests can be plain functions."""

    def __init__(self, portal: BlockingPortal, client: httpx.AsyncClient) -> None:
        self._portal = portal
        self._client = client

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._portal.call(partial(self._client.request, method, path, **options))

    def get(self, path: str) -> httpx.Response:
        return self.request("GET", path)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)


@asynccontextmanager
async def running_service(
    settings: Settings, overrides: dict[Callable[..., Any], Callable[..., Any]] | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    app = build_app(settings)
    app.dependency_overrides = overrides or {}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service") as client,
    ):
        yield client


@pytest.fixture(scope="session")
def files_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def client(files_dir: Path) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (ENVIRONMENT | {"FILES_DIR": str(files_dir)}).items():
            patch.setenv(name, value)
        settings = read_settings()
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(running_service(settings)) as client,
    ):
        yield Client(portal, client)
