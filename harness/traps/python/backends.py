"""What PostgreSQL itself sees of a demonstration, asked on a session that is not counted."""

import os
import time

from sqlalchemy import create_engine, make_url, text

_url = make_url(os.environ["DATABASE_URL"])
# Whatever connects by that address bears this name.
_ours = {"name": _url.query["application_name"]}
# One session, opened at the first question.
_observer = create_engine(_url.update_query_dict({"application_name": "duet-observer"}))

COUNT = text("""SELECT count(*) FROM pg_stat_activity
  WHERE application_name = :name""")
SLEEPING = text("""SELECT count(*) FROM pg_stat_activity
  WHERE application_name = :name AND state = 'active' AND query LIKE '%pg_sleep%'""")
END = text("""SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
  WHERE application_name = :name""")
FITTING = text("""
  SELECT (current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int
          - current_setting('reserved_connections')::int - count(*)) / :pools
  FROM pg_stat_activity WHERE backend_type = 'client backend'""")


def sessions() -> int:
    """Open sessions. One ends a moment after its client has gone, so two looks must agree."""
    seen, before = _count(), -1
    while seen != before:
        time.sleep(0.1)
        seen, before = _count(), seen
    return seen


def _count() -> int:
    with _observer.connect() as connection:
        return int(connection.execute(COUNT, _ours).scalar_one())


def sleeping() -> int:
    """Statements that PostgreSQL is working on, of those that sleep."""
    with _observer.connect() as connection:
        return int(connection.execute(SLEEPING, _ours).scalar_one())


def end_sessions() -> None:
    """As a restart of the server does, or a firewall that forgets idle connections."""
    with _observer.connect() as connection:
        connection.execute(END, _ours)


def fitting_size(pools: int) -> int:
    """How many connections each of so many pools may have: what an ordinary role can be given,
    less who is there already."""
    with _observer.connect() as connection:
        return int(connection.execute(FITTING, {"pools": pools}).scalar_one())
