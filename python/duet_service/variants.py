"""How the variants of a pattern become routes: one address each, other names are refused."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from duet_service.problems import Problem

# A path operation: FastAPI runs `def` on a thread and `async def` in the event loop.
Variants = Mapping[str, Callable[..., Any]]


def variant_routes(
    app: FastAPI,
    method: str,
    url: str,
    variants: Variants,
    own: Variants | None = None,
    route_class: type[APIRoute] = APIRoute,
    **options: Any,
) -> None:
    """
    Notes the variants, for GET /health, and gives each a route.

    `url` begins with the pattern and holds "{variant}"; `options` go to add_api_route. The other
    stack does not have the variants of `own`, and a refusal does not name them: refusals are equal.

    Any other name is refused before the body is read, so that an unknown variant is reported
    whatever else is wrong.
    """
    every = {**variants, **(own or {})}
    app.state.variants[url.split("/")[1]] = list(every)
    router = APIRouter(route_class=route_class)
    for variant, operation in every.items():
        path = url.replace("{variant}", variant)
        router.add_api_route(path, operation, methods=[method], **options)
    known = ", ".join(variants)
    elsewhere = "; GET /health names those of this stack alone" if own else ""

    async def refuse() -> NoReturn:
        raise Problem("unknown-variant", f"the variants are {known}{elsewhere}", "variant")

    router.add_api_route(url, refuse, methods=[method], response_model=None)
    app.include_router(router)
