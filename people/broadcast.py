"""News through Redis: said once a change is committed, heard by the pages that are open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import cache, partial

import redis
import redis.asyncio
from django.conf import settings
from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.module_loading import import_string
from redis.asyncio.client import PubSub

PAUSE_SECONDS = 0.25
"""News may come a hundred times a second; nobody reads faster than this."""
HEARTBEAT_SECONDS = 10.0
"""Proxies close a connection on which nothing is said."""
LONGEST_SECONDS = 15 * 60
"""A browser connects again after this, and is asked again who it is."""


@cache
def client() -> redis.Redis:
    pool = import_string(settings.REDIS_POOL).from_url(settings.REDIS_URL)
    return redis.Redis(connection_pool=pool)


def of_account(key: int) -> str:
    """The channel of what concerns one account."""
    return f"news:account:{key}"


def of_program(key: int) -> str:
    """The channel of what everybody in a program may know to have changed."""
    return f"news:program:{key}"


def of_planners(key: int) -> str:
    """The channel of what those who see a program's drafts may know to have changed."""
    return f"news:planners:{key}"


def announce(
    topic: str,
    *,
    accounts: Iterable[int] = (),
    programs: Iterable[int] = (),
    planners: Iterable[int] = (),
) -> None:
    """Say, after commit, that something of a topic has changed; never what it is.

    Pages ask again as whoever looks at them, so that news open nothing that is closed. Topics are
    those that `static/js/live.js` knows.
    """
    channels = [
        *map(of_account, accounts),
        *map(of_program, programs),
        *map(of_planners, planners),
    ]
    if channels:
        # A page that is not renewed shows what it showed; the change itself must stand.
        transaction.on_commit(partial(_publish, channels, topic), robust=True)


def _publish(channels: Iterable[str], topic: str) -> None:
    pipe = client().pipeline()
    for channel in channels:
        pipe.publish(channel, topic)
    pipe.execute()


@asynccontextmanager
async def listening(*channels: str) -> AsyncIterator[PubSub]:
    """What is said on these channels from now on."""
    pool = import_string(settings.REDIS_ASYNC_POOL).from_url(settings.REDIS_URL)
    hearer = redis.asyncio.Redis.from_pool(pool)
    try:
        async with hearer.pubsub(ignore_subscribe_messages=True) as news:
            await news.subscribe(*channels)
            yield news
    finally:
        await hearer.aclose()


async def next_news(news: PubSub, *, seconds: float) -> set[str]:
    """What is said within so many seconds; what comes within a moment is taken as one."""
    until = time.monotonic() + seconds
    # That a channel is listened to comes as a message of nothing.
    while (first := await news.get_message(timeout=max(0, until - time.monotonic()))) is None:
        if time.monotonic() >= until:
            return set()
    said = {first["data"].decode()}
    await asyncio.sleep(PAUSE_SECONDS)
    while (more := await news.get_message(timeout=0)) is not None:
        said.add(more["data"].decode())
    return said


def event(name: str, data: str) -> str:
    """One server-sent event."""
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {name}\n{lines}\n"


STILL_HERE = ": still here\n\n"
"""A comment, which browsers pass over."""


def streamed(events: AsyncIterator[str]) -> StreamingHttpResponse:
    """Events as a response that nobody on the way keeps or holds back."""
    response = StreamingHttpResponse(events, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    # What is compressed waits until there is enough of it.
    response["Content-Encoding"] = "identity"
    return response
