"""What the clients of the external API are allowed, as in the service; each where it has such a
setting."""

from collections.abc import Iterator, Sequence

# The most ids that the external API takes in one call.
BATCH_SIZE = 100
CONNECTIONS = 10
TIMEOUT_S = 10
# An idle connection is kept this long.
KEEP_ALIVE_S = 60


def batches(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH_SIZE):
        yield list(ids[start : start + BATCH_SIZE])
