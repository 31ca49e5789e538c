"""How the variants of a pattern become routes: one address each, other names are refused."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from fastapi import APIRouter

from problems import Problem

# A path operation: FastAPI runs `def` on a thread and `async def` in the event loop.
Variants = Mapping[str, Callable[..., Any]]

# The names of the variants of each pattern, for GET /health.
VARIANTS: dict[str, list[str]] = {}


def variant_routes(
    router: APIRouter,
    method: str,
    url: str,
    variants: Variants,
    own: Variants | None = None,
    **options: Any,
) -> APIRouter:
    """
    Notes the variants and gives each a route.

    `url` begins with the pattern and holds "{variant}"; `options` go to add_api_route. The other
    stack does not have the variants of `own`, and a refusal does not name them: both refuse alike.

    Any other name is refused before the body is read, so that an unknown variant is reported
    whatever else is wrong.
    """
    every = {**variants, **(own or {})}
    VARIANTS[url.split("/")[1]] = list(every)
    for variant, operation in every.items():
        path = url.replace("{variant}", variant)
        router.add_api_route(path, operation, methods=[method], **options)

    async def refuse() -> NoReturn:
        known = ", ".join(variants)
        elsewhere = "; GET /health names those of this stack alone" if own else ""
        raise Problem("unknown-variant", f"the variants are {known}{elsewhere}", "variant")

    router.add_api_route(url, refuse, methods=[method], response_model=None)
    return router
