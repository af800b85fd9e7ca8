"""Redis clients for the embedded server: they start it when they first connect."""

import asyncio
from typing import Any

import redis
import redis.asyncio
from django.conf import settings

from config.embedded.lease import start_redis
from config.embedded.place import Place, place_at


def url(place: Place) -> str:
    """Return the server's address, which is the same whether it runs or not."""
    return f"unix://{place.redis_socket}?db=0"


class Connection(redis.UnixDomainSocketConnection):
    """A connection that makes sure first that there is a server."""

    def _connect(self) -> Any:
        start_redis(place_at(settings.DATA_DIR))
        return super()._connect()  # type: ignore[no-untyped-call]


class AsyncConnection(redis.asyncio.UnixDomainSocketConnection):
    """The same for asynchronous code."""

    async def _connect(self) -> None:
        await asyncio.to_thread(start_redis, place_at(settings.DATA_DIR))
        await super()._connect()  # type: ignore[no-untyped-call]


class ConnectionPool(redis.ConnectionPool):
    """A pool of connections that start the server."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"connection_class": Connection}))


class AsyncConnectionPool(redis.asyncio.ConnectionPool):
    """The same for asynchronous code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"connection_class": AsyncConnection}))
