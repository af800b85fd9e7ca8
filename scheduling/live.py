"""Server-sent events: how a solve is doing, to whoever may watch it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe
from redis.asyncio.client import PubSub

from scheduling.models import SolverRun
from scheduling.permissions import Asker, visible_runs
from scheduling.queries.run_progress import RunProgress, run_progress
from scheduling.services.progress import channel, latest_progress
from scheduling.services.solve import SILENT_FOR

TICK_SECONDS = 1.0
"""How often to look at the row, so that a dead worker is told of and the clock goes on."""
PAUSE_SECONDS = 0.25
"""News may come a hundred times a second; nobody reads faster than this."""
HEARTBEAT_SECONDS = 10.0
"""Proxies close a connection on which nothing is said."""
LONGEST_SECONDS = 15 * 60
"""A browser connects again after this, and is asked again who it is."""


@require_safe
async def solve_progress(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The state now, then news, until the solve is over. Each event is a piece of the page."""
    if not await sync_to_async(_may_watch)(await request.auser(), pk):
        raise Http404("There is no such solve.")
    response = StreamingHttpResponse(events(pk), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _may_watch(user: Asker, pk: int) -> bool:
    return visible_runs(user, at=timezone.now()).filter(pk=pk).exists()


async def events(pk: int) -> AsyncIterator[str]:
    """Listens before it looks, so that nothing is missed in between."""
    ends_at = time.monotonic() + LONGEST_SECONDS
    shown, said_at = "", time.monotonic()
    async with _listening(pk) as news:
        while time.monotonic() < ends_at:
            state = await sync_to_async(state_of)(pk)
            page = await sync_to_async(piece)(state)
            if page != shown:
                shown, said_at = page, time.monotonic()
                yield event("progress", page)
            elif time.monotonic() - said_at >= HEARTBEAT_SECONDS:
                said_at = time.monotonic()
                yield ": still here\n\n"
            if state.is_over:
                yield event("over", "")
                return
            await _wait(news)


@asynccontextmanager
async def _listening(pk: int) -> AsyncIterator[PubSub]:
    pool = import_string(settings.REDIS_ASYNC_POOL).from_url(settings.REDIS_URL)
    client = redis.asyncio.Redis.from_pool(pool)
    try:
        async with client.pubsub(ignore_subscribe_messages=True) as news:
            await news.subscribe(channel(pk))
            yield news
    finally:
        await client.aclose()


async def _wait(news: PubSub) -> None:
    """Until there is news, at most a tick; what comes within a moment is taken as one."""
    if await news.get_message(timeout=TICK_SECONDS) is None:
        return
    await asyncio.sleep(PAUSE_SECONDS)
    while await news.get_message(timeout=0) is not None:
        pass


def state_of(pk: int) -> RunProgress:
    """Reads the row anew: news may be lost, the row is not."""
    try:
        run = SolverRun.objects.get(pk=pk)
        return run_progress(run, latest_progress(run), at=timezone.now(), silent_for=SILENT_FOR)
    finally:
        # The stream lives long; a connection is not kept for it.
        close_old_connections()


def piece(state: RunProgress) -> str:
    return render_to_string("admin/scheduling/progress.html", {"progress": state})


def event(name: str, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {name}\n{lines}\n"
