"""The SELECT behind GET /users/{id}: the same pool and statement in all."""

from typing import Any

from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from library import ServingSettings

SELECT_USER = "SELECT id, name, email, plan, country FROM duet.users WHERE id = %s"
# psycopg_pool's own default.
MIN_SIZE = 4


class Users:
    def __init__(self, settings: ServingSettings) -> None:
        options: dict[str, Any] = {}
        if settings.pool.max is not None:
            most = settings.pool.max
            options |= {"min_size": min(MIN_SIZE, most), "max_size": most}
        if settings.pool.wait_s is not None:
            options |= {"timeout": settings.pool.wait_s}
        self._pool = AsyncConnectionPool(
            settings.database_url, open=False, kwargs={"row_factory": dict_row}, **options
        )

    async def find(self, user_id: int) -> dict[str, Any] | None:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(SELECT_USER, (user_id,))
            user: dict[str, Any] | None = await cursor.fetchone()
            return user

    async def open(self) -> None:
        """Leaves a pool that is open as it is."""
        await self._pool.open()

    async def close(self) -> None:
        await self._pool.close()
