"""A session from a dependency: it ends after the answer, and the answer needs a thread."""

import asyncio
import json
import os
import time
from collections.abc import Iterator
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import create_engine, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

REQUESTS = 100
TIMEOUT_S = 1.5
SELECT = text("SELECT name FROM duet.users WHERE id = 7")

bounds = {"pool_size": 20, "max_overflow": 10, "pool_timeout": TIMEOUT_S}
engine = create_engine(os.environ["DATABASE_URL"], **bounds)
async_engine = create_async_engine(os.environ["DATABASE_URL"], **bounds)
app = FastAPI()


class User(BaseModel):
    name: str


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@app.get("/dependency")
def dependency(session: Annotated[Session, Depends(get_session)]) -> User:
    return User(name=session.execute(SELECT).scalar_one())


@app.get("/function-scope")
def function_scope(session: Annotated[Session, Depends(get_session, scope="function")]) -> User:
    return User(name=session.execute(SELECT).scalar_one())


@app.get("/inside")
def inside() -> User:
    with Session(engine) as session:
        return User(name=session.execute(SELECT).scalar_one())


@app.get("/async")
async def in_the_loop() -> User:
    async with async_engine.connect() as connection:
        return User(name=(await connection.execute(SELECT)).scalar_one())


async def serve(case: str, path: str) -> dict[str, str | float]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        started = time.perf_counter()
        requests = (client.get(path) for _ in range(REQUESTS))
        answers = await asyncio.gather(*requests, return_exceptions=True)
        took_ms = (time.perf_counter() - started) * 1_000
    errors = [answer for answer in answers if isinstance(answer, BaseException)]
    refused = [str(error) for error in errors if isinstance(error, PoolTimeoutError)]
    if len(refused) < len(errors):
        raise BaseExceptionGroup("some are no timeouts", errors)
    return {
        "case": case,
        "requests": REQUESTS,
        "answered": REQUESTS - len(refused),
        "timed_out": len(refused),
        "took_ms": took_ms,
        **({"said": refused[0]} if refused else {}),
    }


async def main() -> None:
    cases = [
        await serve("def route, session from a dependency", "/dependency"),
        await serve('def route, the same with scope="function"', "/function-scope"),
        await serve("def route, session opened inside", "/inside"),
    ]
    engine.dispose()  # PostgreSQL has no room for two pools of 30
    cases.append(await serve("async def route, async engine", "/async"))
    await async_engine.dispose()
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
