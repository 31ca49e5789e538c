"""The route of the field `streaming`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException

from duet_service.parameters import FileBody
from environment import required
from library import FileTotals, Record, Settings, StreamingModule


@asynccontextmanager
async def start(app: FastAPI, module: StreamingModule, settings: Settings) -> AsyncIterator[None]:
    folder = required("FILES_DIR", settings.files_dir)

    @app.post("/streaming", response_model=FileTotals)
    def summarize(body: FileBody) -> Record:
        path = folder / body.file
        if not path.is_file():
            raise HTTPException(404, f"there is no file {body.file}")
        return module.summarize(path)

    yield
