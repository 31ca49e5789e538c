#!/usr/bin/env bash
# Fact: under SQLAlchemy's ORM, pg8000 inserts 100 rows in 7 round trips where the server makes their keys, and in 304
#   where the program does. psycopg takes 3 in both cases.
# Guess: an insert whose keys are known is the cheaper one, for nothing has to come back.
# Why it is so: rows whose keys have to come back are put into one INSERT with many VALUES; rows that need no answer go to
#   the driver's executemany(), which in pg8000 is a loop: each row is parsed, described and executed by itself, with three
#   round trips. psycopg's executemany() sends all in one pipeline.
# Versions: pg8000 1.31.6, psycopg 3.3.9, SQLAlchemy 2.1.9, PostgreSQL 18.4.
# Why it matters: with a round trip of 1 ms, a change from serial keys to UUIDs made by the program makes the same commit
#   300 ms slower. create_engine() has use_insertmanyvalues, but no way to have it where nothing is returned.
# Public threads: none found.
# Seen on 2026-11-30 (round trips of a commit of 1 and of 100 rows):
#   psycopg  keys by the server   1: 3   100: 3     keys by the program   1: 3   100: 3
#   pg8000   keys by the server   1: 7   100: 7     keys by the program   1: 7   100: 304
set -eu
. "$(dirname "$0")/lib/postgres.sh"
install_python pg8000==1.31.6 'psycopg[binary]==3.3.9' SQLAlchemy==2.1.9
start_postgres
cat >check.py <<'PY'
import asyncio, os, sys, threading
from importlib.metadata import version
from urllib.parse import urlsplit
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

print(", ".join(f"{name} {version(name)}" for name in ("pg8000", "psycopg", "SQLAlchemy")))
server = urlsplit(os.environ["PGURL"])
trips = 0


async def pump(reader, writer, sender, state):
    """A round trip begins where the client speaks after the server has."""
    global trips
    while data := await reader.read(65536):
        trips += sender == "client" and state["last"] != "client"
        state["last"] = sender
        writer.write(data)
        await writer.drain()
    writer.close()


async def forward(reader, writer):
    to_server = await asyncio.open_connection(server.hostname, server.port)
    state = {"last": None}
    await asyncio.gather(
        pump(reader, to_server[1], "client", state), pump(to_server[0], writer, "server", state), return_exceptions=True
    )


loop = asyncio.new_event_loop()
proxy = loop.run_until_complete(asyncio.start_server(forward, "127.0.0.1", 0))
port = proxy.sockets[0].getsockname()[1]
threading.Thread(target=loop.run_forever, daemon=True).start()


class Base(DeclarativeBase): ...


class ByServer(Base):
    __tablename__ = "by_server"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class ByProgram(Base):
    __tablename__ = "by_program"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]


def trips_of(engine, items):
    global trips
    trips = 0
    with Session(engine) as session:
        session.add_all(items)
        session.commit()
    return trips


seen = {}
for driver in ("psycopg", "pg8000"):
    engine = create_engine(f"postgresql+{driver}://postgres@127.0.0.1:{port}/postgres")
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    by_server = [trips_of(engine, [ByServer(name=str(n)) for n in range(count)]) for count in (1, 100)]
    by_program = [trips_of(engine, [ByProgram(id=1000 * count + n, name=str(n)) for n in range(count)]) for count in (1, 100)]
    print(f"{driver:8} keys by the server  1: {by_server[0]}  100: {by_server[1]}   "
          f"keys by the program  1: {by_program[0]}  100: {by_program[1]}")
    seen[driver] = by_server + by_program
as_stated = max(seen["psycopg"]) < 10 and max(seen["pg8000"][:3]) < 15 and 290 < seen["pg8000"][3] < 320
print("As stated: three round trips a row where the keys are known." if as_stated else "CHANGED.")
sys.exit(0 if as_stated else 1)
PY
venv/bin/python check.py
