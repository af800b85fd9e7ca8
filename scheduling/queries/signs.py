"""When solves and calendar feeds were last seen to work."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from people.models import Token
from people.queries.signs import Sign, State
from scheduling.models import SolverRun

# A queued solve waits for the one before it, which may take hours; a dead one is found in a minute.
SILENT_AFTER = timedelta(minutes=2)


def signs(at: datetime) -> Iterator[Sign]:
    yield _solves(at)
    yield _feeds(at)


def _solves(at: datetime) -> Sign:
    running = Q(status=SolverRun.Status.SOLVING)
    found = SolverRun.objects.aggregate(
        last=Max("finished_at"),
        beat=Max("heartbeat_at", filter=running),
        silent=Min("heartbeat_at", filter=running),
        running=Count("pk", filter=running),
        queued=Count("pk", filter=Q(status=SolverRun.Status.QUEUED)),
        failed=Count(
            "pk",
            filter=Q(status=SolverRun.Status.FAILED, finished_at__gte=at - timedelta(days=1)),
        ),
    )
    words = (
        f"{found['running']} running, {found['queued']} waiting, "
        f"{found['failed']} failed in the last 24 hours."
    )
    seen = max(filter(None, (found["last"], found["beat"])), default=None)
    if found["silent"] and at - found["silent"] > SILENT_AFTER:
        return Sign("Solves", State.LATE, seen, words)
    return Sign("Solves", State.UP if seen else State.IDLE, seen, words)


def _feeds(at: datetime) -> Sign:
    """Calendars fetch when they like, so that silence says nothing."""
    living = Token.objects.filter(scope=Token.Scope.FEED, revoked_at=None).exclude(
        expires_at__lte=at
    )
    found = living.aggregate(count=Count("pk"), last=Max("last_used_at"))
    state = State.UP if found["last"] else State.IDLE
    return Sign("Calendar feeds", state, found["last"], f"{found['count']} addresses are open.")
