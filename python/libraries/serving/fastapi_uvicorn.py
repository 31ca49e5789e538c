"""FastAPI on uvicorn with httptools and uvloop, as `pip install uvicorn[standard]` has it: what the
service itself uses."""

from collections.abc import Callable

from library import ServingSettings
from serving.fastapi_app import build_app
from serving.uvicorn_server import serve_on_uvicorn

PACKAGES = ("fastapi", "starlette", "uvicorn", "httptools", "uvloop", "psycopg-pool")


def serve(settings: ServingSettings, listening: Callable[[int], None]) -> None:
    serve_on_uvicorn(build_app(settings), settings, listening, http="httptools", loop="uvloop")
