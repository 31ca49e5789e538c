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
    router: APIRouter, method: str, url: str, variants: Variants, **options: Any
) -> APIRouter:
    """
    Notes the variants and gives each a route.

    `url` begins with the pattern and holds "{variant}"; `options` go to add_api_route.

    Any other name is refused before the body is read, so that an unknown variant is reported
    whatever else is wrong.
    """
    VARIANTS[url.split("/")[1]] = list(variants)
    for variant, operation in variants.items():
        path = url.replace("{variant}", variant)
        router.add_api_route(path, operation, methods=[method], **options)

    async def refuse() -> NoReturn:
        known = ", ".join(variants)
        raise Problem("unknown-variant", f"the variants are {known}", "variant")

    router.add_api_route(url, refuse, methods=[method], response_model=None)
    return router
