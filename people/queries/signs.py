"""When each part that works out of sight was last seen to work: mail, webhooks, the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, Max, Min

from people.models import Delivery, Record, Seal, WebhookCall

# A task looks each minute; a busy machine may be late.
LATE_AFTER = timedelta(minutes=10)


class State(StrEnum):
    """How a part is. What has left no sign is unknown, which is not good news."""

    UP = "works"
    LATE = "late"
    DOWN = "down"
    IDLE = "nothing to do yet"
    OFF = "not set up"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sign:
    """A part, how it is, its last sign of life, and what else is known."""

    part: str
    state: State
    seen_at: datetime | None
    words: str

    @property
    def is_well(self) -> bool:
        return self.state in (State.UP, State.IDLE, State.OFF)


def signs(at: datetime) -> Iterator[Sign]:
    yield _mail(at)
    yield _webhooks(at)
    yield _seals(at)


def _mail(at: datetime) -> Sign:
    found = Delivery.objects.filter(status=Delivery.Status.SENT).aggregate(last=Max("settled_at"))
    due = Delivery.objects.due(at).aggregate(count=Count("pk"), oldest=Min("due_at"))
    failed = Delivery.objects.filter(
        status=Delivery.Status.FAILED, settled_at__gte=at - timedelta(days=1)
    ).count()
    words = f"{due['count']} due, {failed} failed in the last 24 hours."
    if settings.MAIL_STAYS_HERE:
        return Sign("Mail", State.OFF, found["last"], f"There is no mail server. {words}")
    return Sign("Mail", _state(found["last"], due["oldest"], at), found["last"], words)


def _webhooks(at: datetime) -> Sign:
    calls = WebhookCall.objects.all()
    last = calls.filter(status=WebhookCall.Status.TAKEN).aggregate(last=Max("settled_at"))["last"]
    due = calls.filter(status=WebhookCall.Status.WAITING, due_at__lte=at)
    waiting = due.aggregate(count=Count("pk"), oldest=Min("due_at"))
    state = _state(last, waiting["oldest"], at)
    return Sign("Webhooks", state, last, f"{waiting['count']} calls due.")


def _seals(at: datetime) -> Sign:
    last = Seal.objects.aggregate(last=Max("sealed_at"))["last"]
    since = last - timedelta(days=1) if last else datetime.min.replace(tzinfo=at.tzinfo)
    waiting = Record.objects.filter(seal=None, at__gte=since).aggregate(
        count=Count("pk"), oldest=Min("at")
    )
    words = f"{waiting['count']} records wait for their seal."
    return Sign("History", _state(last, waiting["oldest"], at), last, words)


def _state(last: datetime | None, oldest_due: datetime | None, at: datetime) -> State:
    """What waits too long is late, whatever was done before."""
    if oldest_due is not None and at - oldest_due > LATE_AFTER:
        return State.LATE
    return State.UP if last else State.IDLE
