"""Batches whose answers lack some items: not looked at, asked for again as a whole, or only what
is missing."""

import json
from collections.abc import Callable

from upstream import Detail, ask_batch, begin, counts

USERS = 500
BATCH = 100
TRIES = 4
DROP_RATE = 0.02  # two items in a hundred


def once(ids: list[int]) -> list[Detail]:
    return ask_batch(ids)


def all_again(ids: list[int]) -> list[Detail]:
    for _ in range(TRIES):
        details = ask_batch(ids)
        if len(details) == len(ids):
            break
    return details


def missing_again(ids: list[int]) -> list[Detail]:
    found: dict[int, Detail] = {}
    missing = ids
    for _ in range(TRIES):
        found |= {detail["id"]: detail for detail in ask_batch(missing)}
        missing = [user_id for user_id in ids if user_id not in found]
        if not missing:
            break
    return list(found.values())


def serve(case: str, ask: Callable[[list[int]], list[Detail]]) -> dict[str, str | int]:
    begin(dropRate=DROP_RATE)
    ids = range(1, USERS + 1)
    # One batch after the other, so that the same items are left out each time.
    enriched = sum(len(ask(list(ids[first : first + BATCH]))) for first in range(0, USERS, BATCH))
    batch = counts()["batch"]
    return {
        "case": case,
        "users": USERS,
        "calls": batch["calls"],
        "items": batch["items"],
        "missing": USERS - enriched,
    }


def main() -> None:
    cases = [
        serve("the answer taken as it is", once),
        serve(f"the whole batch again, {TRIES} times at most", all_again),
        serve(f"what is missing again, {TRIES} times at most", missing_again),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
