#!/usr/bin/env bash
# Fact: MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW=0 does not keep the pool of an MLflow server at its size. MLflow passes a value of
#   0 on as if none had been given, and SQLAlchemy's default of 10 applies: with a pool size of 1, eleven connections are
#   open at once. POOL_SIZE=0 means 5 in the same way. The smallest bound that can be asked for is 1 + 1.
# Guess: 0 is the bound that it is in SQLAlchemy itself, "no connection beyond pool_size".
# Versions: mlflow-skinny 3.17.2 (its store is that of the server in mlflow 3.17.2), SQLAlchemy 2.1.9, alembic 1.20.1,
#   psycopg2-binary 2.9.11, PostgreSQL 18.4.
# Why it matters: whoever shares a database sets the overflow to 0 so that the connections of all servers can be added up.
#   Each process then opens up to ten more than the sum says, for each of its stores.
# Public threads: mlflow/mlflow#2053 (the variables), mlflow/mlflow#1565 (a server of few users takes all connections),
#   mlflow/mlflow#5209 (pool size 1 and overflow 1 as the way to few connections).
# Seen on 2026-11-29 (connections that are given out at once):
#   SQLAlchemy, pool size 1, max overflow 0   1
#   MLflow,     pool size 1, max overflow 0  11
#   MLflow,     pool size 0, max overflow 1   6
#   MLflow,     pool size 1, max overflow 1   2
set -eu
. "$(dirname "$0")/lib/postgres.sh"
install_python mlflow-skinny==3.17.2 SQLAlchemy==2.1.9 alembic==1.20.1 psycopg2-binary==2.9.11
start_postgres
cat >check.py <<'PY'
import logging, os, sys
from contextlib import ExitStack
from importlib.metadata import version

import sqlalchemy
from sqlalchemy.exc import TimeoutError as PoolTimeout

logging.disable(logging.INFO)
print(", ".join(f"{name} {version(name)}" for name in ("mlflow-skinny", "SQLAlchemy", "psycopg2-binary")))
from mlflow.store.db.utils import create_sqlalchemy_engine  # what the stores of the server call

MOST = 20
URL = os.environ["PGURL"].replace("postgresql:", "postgresql+psycopg2:")


def opened(engine):
    """How many connections it gives out at once."""
    with ExitStack() as held:
        for count in range(MOST):
            try:
                held.enter_context(engine.connect())
            except PoolTimeout:
                return count
    return MOST


def bound(size, overflow):
    os.environ["MLFLOW_SQLALCHEMYSTORE_POOL_SIZE"] = str(size)
    os.environ["MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW"] = str(overflow)
    engine = create_sqlalchemy_engine(URL)
    engine.pool._timeout = 0.2  # 30 s is long to wait for the end
    found = opened(engine)
    engine.dispose()
    print(f"MLflow, pool size {size}, max overflow {overflow}      connections at once: {found}")
    return found


plain = sqlalchemy.create_engine(URL, pool_size=1, max_overflow=0, pool_timeout=0.2)
direct = opened(plain)
plain.dispose()
print(f"SQLAlchemy, pool size 1, max overflow 0  connections at once: {direct}")
as_stated = (direct, bound(1, 0), bound(0, 1), bound(1, 1)) == (1, 11, 6, 2)
print("As stated: an overflow of 0 is one of 10." if as_stated else "CHANGED.")
sys.exit(0 if as_stated else 1)
PY
venv/bin/python check.py
