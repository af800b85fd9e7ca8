"""Server-sent events: how a solve is doing, to whoever may watch it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.broadcast import (
    HEARTBEAT_SECONDS,
    LONGEST_SECONDS,
    STILL_HERE,
    event,
    listening,
    next_news,
    streamed,
)
from scheduling.models import SolverRun
from scheduling.permissions import Asker, visible_runs
from scheduling.queries.run_progress import RunProgress, run_progress
from scheduling.services.progress import channel, latest_progress
from scheduling.services.solve import SILENT_FOR

TICK_SECONDS = 1.0
"""How often to look at the row, so that a dead worker is told of and the clock goes on."""


@require_safe
async def solve_progress(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The state now, then news, until the solve is over. Each event is a piece of the page."""
    if not await sync_to_async(_may_watch)(await request.auser(), pk):
        raise Http404("There is no such solve.")
    return streamed(events(pk))


def _may_watch(user: Asker, pk: int) -> bool:
    return visible_runs(user, at=timezone.now()).filter(pk=pk).exists()


async def events(pk: int) -> AsyncIterator[str]:
    """Listens before it looks, so that nothing is missed in between."""
    ends_at = time.monotonic() + LONGEST_SECONDS
    shown, said_at = "", time.monotonic()
    async with listening(channel(pk)) as news:
        while time.monotonic() < ends_at:
            state = await sync_to_async(state_of)(pk)
            page = await sync_to_async(piece)(state)
            if page != shown:
                shown, said_at = page, time.monotonic()
                yield event("progress", page)
            elif time.monotonic() - said_at >= HEARTBEAT_SECONDS:
                said_at = time.monotonic()
                yield STILL_HERE
            if state.is_over:
                yield event("over", "")
                return
            await next_news(news, seconds=TICK_SECONDS)


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
