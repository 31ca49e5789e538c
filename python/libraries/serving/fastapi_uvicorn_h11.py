"""FastAPI on uvicorn with h11 and asyncio's own loop, as a plain `pip install uvicorn` has it."""

from collections.abc import Callable

from library import ServingSettings
from serving.fastapi_app import build_app
from serving.uvicorn_server import serve_on_uvicorn

PACKAGES = ("fastapi", "starlette", "uvicorn", "h11", "psycopg-pool")


def serve(settings: ServingSettings, listening: Callable[[int], None]) -> None:
    serve_on_uvicorn(build_app(settings), settings, listening, http="h11", loop="asyncio")
