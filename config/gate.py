"""Lets a limited number of requests work at once; the others wait, and are not turned away."""

from asyncio import Semaphore

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send


class Gate:
    """Each request works in a thread with a connection to the database, of which there are few.

    Streams of news live long and hold no connection: they are not counted.
    """

    def __init__(self, app: ASGIApp, at_once: int) -> None:
        self.app = app
        self._places = Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_stream(scope):
            await self.app(scope, receive, send)
            return
        async with self._places:
            await self.app(scope, receive, send)


def _is_stream(scope: Scope) -> bool:
    """Browsers say so themselves when they listen for news."""
    return Headers(scope=scope).get("accept", "") == "text/event-stream"
