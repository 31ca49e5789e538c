"""Django with async views on uvicorn. It refuses a body of more than 2.5 MB when the view reads it:
its DATA_UPLOAD_MAX_MEMORY_SIZE."""

from collections.abc import Callable

from django.conf import settings as django_settings
from django.core.asgi import get_asgi_application
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path

from library import ServingSettings
from serving.users import Users
from serving.uvicorn_server import serve_on_uvicorn

PACKAGES = ("django", "asgiref", "uvicorn", "httptools", "uvloop", "psycopg-pool")


def serve(settings: ServingSettings, listening: Callable[[int], None]) -> None:
    users = Users(settings)

    async def health(request: HttpRequest) -> JsonResponse:
        return JsonResponse(settings.health)

    async def light(request: HttpRequest) -> JsonResponse:
        return JsonResponse({"ok": True})

    async def user(request: HttpRequest, user_id: int) -> JsonResponse:
        # Django has no lifespan; a pool that is open stays as it is.
        await users.open()
        found = await users.find(user_id)
        if found is None:
            raise Http404(f"there is no user {user_id}")
        return JsonResponse(found)

    async def bodies(request: HttpRequest) -> JsonResponse:
        return JsonResponse({"bytes": len(request.body)})

    routes = [
        path("health", health),
        path("light", light),
        path("users/<int:user_id>", user),
        path("bodies", bodies),
    ]
    django_settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=tuple(routes))
    serve_on_uvicorn(get_asgi_application(), settings, listening, lifespan="off")
