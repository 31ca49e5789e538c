"""What the two entries of Django have in common of the settings."""

from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings


def configure(url: str, **database: Any) -> None:
    """The models can be imported after this."""
    address = urlsplit(url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": address.hostname,
                "PORT": address.port,
                "NAME": unquote(address.path.removeprefix("/")),
                "USER": unquote(address.username or ""),
                "PASSWORD": unquote(address.password or ""),
                **database,
            }
        },
    )
    django.setup()
