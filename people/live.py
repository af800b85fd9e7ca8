"""Server-sent events: what has changed for whoever has a page open, one stream for all their pages."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.broadcast import (
    HEARTBEAT_SECONDS,
    LONGEST_SECONDS,
    STILL_HERE,
    event,
    listening,
    next_news,
    of_account,
    of_planners,
    of_program,
    streamed,
)
from people.models import User
from people.permissions import programs_for
from people.queries.inbox import open_count

NOTICES = "notices"
Answer = TypeVar("Answer")


@require_safe
async def news(request: HttpRequest) -> StreamingHttpResponse:
    """Topics of which something has changed, and how many notices want to be looked at."""
    user = await request.auser()
    if not isinstance(user, User):
        raise PermissionDenied("Sign in first.")
    return streamed(events(user))


async def events(user: User) -> AsyncIterator[str]:
    """Listens before it looks, so that nothing is missed in between."""
    ends_at = time.monotonic() + LONGEST_SECONDS
    channels = await _ask(_channels, user)
    async with listening(*channels) as heard:
        yield await _count(user)
        while time.monotonic() < ends_at:
            topics = await next_news(heard, seconds=HEARTBEAT_SECONDS)
            if NOTICES in topics:
                yield await _count(user)
            for topic in sorted(topics):
                yield event(topic, "")
            if not topics:
                yield STILL_HERE


async def _count(user: User) -> str:
    return event("count", str(await _ask(open_count, user)))


def _channels(user: User) -> list[str]:
    at = timezone.now()
    read = programs_for(user, "view_published_schedule", at).values_list("pk", flat=True)
    planned = programs_for(user, "view_draft", at).values_list("pk", flat=True)
    return [of_account(user.pk), *map(of_program, read), *map(of_planners, planned)]


async def _ask(question: Callable[[User], Answer], user: User) -> Answer:
    """The stream lives long; a connection to the database is not kept for it."""

    def asked() -> Answer:
        try:
            return question(user)
        finally:
            close_old_connections()

    return await sync_to_async(asked)()
