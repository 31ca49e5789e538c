"""Answers of a batch that are matched by their place in it, and by their id."""

import json
from collections.abc import Callable
from itertools import zip_longest

from upstream import Detail, ask_batch, begin

USERS = 100
IDS = list(range(1, USERS + 1))

Match = Callable[[list[Detail]], list[Detail | None]]


def by_index(details: list[Detail]) -> list[Detail | None]:
    return [detail for _, detail in zip_longest(IDS, details)]


def by_id(details: list[Detail]) -> list[Detail | None]:
    found = {detail["id"]: detail for detail in details}
    return [found.get(user_id) for user_id in IDS]


def serve(case: str, match: Match, **model: float | bool) -> dict[str, str | int]:
    begin(**model)
    matched = match(ask_batch(IDS))
    pairs = zip(IDS, matched, strict=True)
    return {
        "case": case,
        "users": USERS,
        "wrong": sum(detail is not None and detail["id"] != user_id for user_id, detail in pairs),
        "missing": matched.count(None),
    }


def main() -> None:
    cases = [
        serve("by index, answered in another order", by_index, reorder=True),
        serve("by index, some left out", by_index, dropRate=0.05),
        serve("by id, both", by_id, reorder=True, dropRate=0.05),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
