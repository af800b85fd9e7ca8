"""Tells those whom a publication or an amendment touches, each what changes for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.urls import reverse

from people.models import Person
from people.services.notices import Note, Reader, tell_each
from people.wording import said
from scheduling.models import Assignment, ChangeSet
from scheduling.queries.differences import PersonDifferences, by_person, rows_of
from scheduling.queries.version_changes import VersionChanges
from scheduling.services.recording import Delta

LINES = 30
"""Differences that a notice lists; the schedule itself has them all."""
TO_ANSWER = timedelta(days=1)


def tell_of_publication(changes: VersionChanges, *, at: datetime) -> None:
    """Only those whose days from today on change; of a first publication all who are in it."""
    version, first = changes.after, changes.before is None
    schedule = version.schedule
    year = str(schedule.academic_year)
    if first:
        subject = said("Your schedule for {year} is published", year=year)
    else:
        subject = said("Your schedule for {year} has changed", year=year)
    today = schedule.program.today(at)
    notes: dict[Reader, Note] = {
        found.person: _note(found, subject, whole=first)
        for found in changes.per_person()
        if any(difference.last_day >= today for difference in found.differences)
    }
    tell_each(
        "schedule_published",
        program=schedule.program,
        notes=notes,
        at=at,
        event=f"version:{version.pk}:published",
    )


def tell_of_amendment(
    change_set: ChangeSet, delta: Delta, *, told: Collection[Person] = (), at: datetime
) -> None:
    """All whom it touches but for its author and those whom somebody else tells.

    At short notice they are asked to say that they have seen it.
    """
    version = change_set.version
    program = version.schedule.program
    found = by_person(version, rows_of(delta.gone), rows_of(delta.came))
    spared = {person.pk for person in told}
    author = change_set.by_id
    notes: dict[Reader, Note] = {
        each.person: _note(each, said("Your schedule has changed"), reason=change_set.reason)
        for each in found
        if each.person.pk not in spared and (author is None or each.person.user_id != author)
    }
    first = min((row.starts_on for row in (*delta.gone, *delta.came)), default=None)
    soon = first is not None and first < program.today(at) + timedelta(days=program.notice_days)
    tell_each(
        "late_change" if soon else "schedule_published",
        program=program,
        notes=notes,
        at=at,
        event=f"change:{change_set.pk}",
        needs_ack_by=_seen_by(delta.came or delta.gone, at=at) if soon else None,
    )


def _seen_by(rows: Iterable[Assignment], *, at: datetime) -> datetime | None:
    """Within a day, and before the first of it begins; what has begun asks for nothing."""
    first = min(row.starts_at for row in rows)
    return min(first, at + TO_ANSWER) if first > at else None


def _note(found: PersonDifferences, subject: str, *, reason: str = "", whole: bool = False) -> Note:
    lines = [] if whole else [difference.sentence for difference in found.differences]
    more = [said("And {count} more.", count=len(lines) - LINES)] if len(lines) > LINES else []
    why = [said("Why: {reason}", reason=reason)] if reason else []
    return Note(subject, [*lines[:LINES], *more, *why], reverse("scheduling:my_year"))
