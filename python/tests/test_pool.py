"""The timed pool over connections that go nowhere."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from duet_service.plugins.pool import TimedQueuePool


class Connection:
    def rollback(self) -> None:
        pass

    def close(self) -> None:
        pass


def refuse() -> Connection:
    raise RuntimeError("refused")


@pytest.fixture
def pool() -> Iterator[TimedQueuePool]:
    pool = TimedQueuePool(Connection, pool_size=1, max_overflow=0, timeout=0.02)
    yield pool
    pool.dispose()


def test_who_waits_for_longer_than_the_timeout_gets_an_error_of_its_own_class(
    pool: TimedQueuePool,
) -> None:
    held = pool.connect()
    with pytest.raises(PoolTimeoutError):
        pool.connect()
    held.close()


def test_another_error_is_left_as_it_is() -> None:
    refusing = TimedQueuePool(refuse, pool_size=1, max_overflow=0, timeout=0.02)
    with pytest.raises(RuntimeError, match=r"^refused$"):
        refusing.connect()


def test_counts_who_gets_a_connection_gives_it_back_and_waits_for_one() -> None:
    pool = TimedQueuePool(Connection, pool_size=1, max_overflow=0, timeout=10)
    first = pool.connect()
    asking = threading.Thread(target=lambda: pool.connect().close())
    asking.start()
    while pool.waiting == 0:
        pass
    assert (pool.checkedout(), pool.checkouts, pool.returns) == (1, 1, 0)
    assert pool.waiting_max == 1
    first.close()
    asking.join()
    assert (pool.checkedout(), pool.checkouts, pool.returns, pool.in_use_max) == (0, 2, 2, 1)
    assert pool.wait_ms_max > 0
    assert pool.hold_ms_total > 0
    pool.dispose()


def test_a_restart_begins_the_maxima_anew_at_what_is_in_use(pool: TimedQueuePool) -> None:
    held = pool.connect()
    with pytest.raises(PoolTimeoutError):
        pool.connect()
    pool.restart()
    assert (pool.wait_ms_max, pool.in_use_max, pool.waiting_max, pool.checkouts) == (0, 1, 0, 1)
    held.close()
