"""More users than a service takes in one batch."""

import json
from collections.abc import Callable

from upstream import Detail, RefusalError, ask_batch, begin

USERS = 250
BATCH = 100

Ask = Callable[[list[int]], list[Detail]]


def in_one_call(ids: list[int], ask: Ask) -> list[Detail]:
    return ask(ids)


def halved(ids: list[int], ask: Ask) -> list[Detail]:
    """For a limit that is not known: halves what is refused."""
    try:
        return ask(ids)
    except RefusalError:
        if len(ids) == 1:
            raise
    middle = (len(ids) + 1) // 2
    return halved(ids[:middle], ask) + halved(ids[middle:], ask)


def split(ids: list[int], ask: Ask) -> list[Detail]:
    batches = [ids[first : first + BATCH] for first in range(0, len(ids), BATCH)]
    return [detail for batch in batches for detail in ask(batch)]


def serve(case: str, enrich: Callable[[list[int], Ask], list[Detail]]) -> dict[str, str | int]:
    begin()
    calls = 0
    refusals: list[str] = []

    def ask(ids: list[int]) -> list[Detail]:
        nonlocal calls
        calls += 1
        try:
            return ask_batch(ids)
        except RefusalError as refusal:
            refusals.append(str(refusal))
            raise

    try:
        answered = len(enrich(list(range(1, USERS + 1)), ask))
    except RefusalError:
        answered = 0
    counted = {"users": USERS, "calls": calls, "refused": len(refusals), "answered": answered}
    return {"case": case, **counted, **({"said": refusals[0]} if refusals else {})}


def main() -> None:
    cases = [
        serve("all in one call", in_one_call),
        serve("halved when refused", halved),
        serve(f"batches of {BATCH}", split),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
