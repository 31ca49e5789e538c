"""What the demonstrations ran on."""

import json
import platform
from importlib.metadata import version

libraries = {name: version(name) for name in ("SQLAlchemy", "psycopg", "fastapi", "httpx")}
print(json.dumps({platform.python_implementation(): platform.python_version(), **libraries}))
