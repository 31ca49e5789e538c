"""The proxy in front of PostgreSQL, which counts what passes it."""

import json
import os
import urllib.request

counting = urllib.request.Request(
    f"{os.environ['PROXY_CONTROL_URL']}/counts",
    headers={"authorization": f"Bearer {os.environ['CONTROL_TOKEN']}"},
)


def counts() -> dict[str, int]:
    with urllib.request.urlopen(counting) as answer:
        return dict(json.load(answer))
