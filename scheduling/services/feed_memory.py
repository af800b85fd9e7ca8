"""What feeds have shown is remembered, so that a calendar hears of what has changed or is off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from scheduling.ical import cancelled_text, event_text
from scheduling.models import FeedMemory
from scheduling.queries.feed import FeedEvent

TAKEN_BACK_FOR = timedelta(days=30)
"""How long a calendar is told that something is off, at least; in any case until its day is over.
What was over for longer when it vanished is let go: calendars may keep it."""

Memory = dict[str, "Shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as it was last shown."""

    digest: str
    sequence: int
    stamp: str
    ends: str
    text: str
    cancelled: bool = False

    @property
    def stamped_at(self) -> datetime:
        return datetime.fromisoformat(self.stamp)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.ends)


def remembered(subject: str, events: Iterable[FeedEvent], *, at: datetime) -> list[Shown]:
    """The events, each with its number and moment, and those that are off since they were shown."""
    now = {event.uid: event for event in events}
    row = FeedMemory.objects.filter(subject=subject).first()
    before = _read(row)
    after = _merged(before, now, at)
    return list(after.values() if after == before else _keep(subject, now, at).values())


@transaction.atomic
def _keep(subject: str, now: dict[str, FeedEvent], at: datetime) -> Memory:
    """Of two calendars that ask at once, the second builds on what the first was shown."""
    FeedMemory.objects.get_or_create(subject=subject, defaults={"changed_at": at})
    row = FeedMemory.objects.select_for_update().get(subject=subject)
    after = _merged(_read(row), now, at)
    row.shown = {uid: astuple(shown) for uid, shown in after.items()}
    row.changed_at = at
    row.save(update_fields=["shown", "changed_at"])
    return after


def _read(row: FeedMemory | None) -> Memory:
    kept: dict[str, list[Any]] = row.shown if row else {}
    return {uid: Shown(*values) for uid, values in kept.items()}


def _merged(before: Memory, now: dict[str, FeedEvent], at: datetime) -> Memory:
    after = {uid: _shown(event, before.get(uid), at) for uid, event in now.items()}
    for uid, shown in before.items():
        if uid not in after and _still_told(shown, at):
            after[uid] = shown if shown.cancelled else _cancelled(shown, at)
    return after


def _shown(event: FeedEvent, before: Shown | None, at: datetime) -> Shown:
    digest = _digest(event)
    if before and before.digest == digest and not before.cancelled:
        return before
    sequence = before.sequence + 1 if before else 0
    return Shown(
        digest=digest,
        sequence=sequence,
        stamp=at.isoformat(),
        ends=_moment(event.ends).isoformat(),
        text=event_text(event, sequence=sequence, stamp=at),
    )


def _cancelled(shown: Shown, at: datetime) -> Shown:
    sequence = shown.sequence + 1
    text = cancelled_text(shown.text, sequence=sequence, stamp=at)
    return Shown(shown.digest, sequence, at.isoformat(), shown.ends, text, cancelled=True)


def _digest(event: FeedEvent) -> str:
    said = (event.summary, event.starts, event.ends, event.category, event.place, event.detail)
    return sha256(repr((*said, event.busy)).encode()).hexdigest()[:20]


def _still_told(shown: Shown, at: datetime) -> bool:
    last = max(shown.ends_at, shown.stamped_at) if shown.cancelled else shown.ends_at
    return last > at - TAKEN_BACK_FOR


def _moment(end: date | datetime) -> datetime:
    return end if isinstance(end, datetime) else datetime.combine(end, time.min, UTC)
