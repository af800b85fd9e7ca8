"""What was known and published at a moment: the version of then, without what was amended since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from people.models import Person
from scheduling.engine.academic_year import Span
from scheduling.models import (
    Activity,
    Assignment,
    AssignmentChange,
    CallType,
    ChangeSet,
    Rotation,
    Schedule,
    ScheduleVersion,
)
from scheduling.queries.cells import CellKey, cell_of, row_of

OF_DRAFTS = (ChangeSet.Kind.OPEN, ChangeSet.Kind.DIRECT)
"""No amendments, whenever a clock says that they were made."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment, the version that was published then, and its assignments as they were.

    Rows that have changed since are not saved ones; nothing was published where there is no version.
    """

    moment: datetime
    version: ScheduleVersion | None
    rows: tuple[Assignment, ...]


def named(rows: list[Assignment]) -> list[Assignment]:
    """Reads what all of them refer to at once; rows that were built know their keys only."""
    people = Person.objects.in_bulk({row.person_id for row in rows})
    rotations = Rotation.objects.in_bulk({r.rotation_id for r in rows if r.rotation_id})
    activities = Activity.objects.in_bulk({r.activity_id for r in rows if r.activity_id})
    call_types = CallType.objects.in_bulk({r.call_type_id for r in rows if r.call_type_id})
    for row in rows:
        row.person = people[row.person_id]
        if row.rotation_id:
            row.rotation = rotations[row.rotation_id]
        if row.activity_id:
            row.activity = activities[row.activity_id]
        if row.call_type_id:
            row.call_type = call_types[row.call_type_id]
    return rows


def published_at(schedule: Schedule, moment: datetime) -> ScheduleVersion | None:
    """At the moment of a publication itself that version already counts."""
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)
    rows = schedule.versions.select_related("schedule__program", "schedule__academic_year")
    return rows.filter(still, published_at__lte=moment).order_by("-published_at", "-pk").first()


def roster_as_of(schedule: Schedule, moment: datetime, days: Span | None = None) -> AsOf:
    """The assignments that were published at the moment, in the order in which they start.

    With days only those that touch them, and with what they refer to.
    """
    version = published_at(schedule, moment)
    if version is None:
        return AsOf(moment, None, ())
    since = amendments_after(version, moment)
    rows = list(turned_back(version, since, days).values())
    if days is not None:
        rows = named([row for row in rows if _touches(row, days)])
    rows.sort(key=lambda row: (row.starts_at, row.person_id, row.slot))
    return AsOf(moment, version, tuple(rows))


def amendments_after(version: ScheduleVersion, moment: datetime) -> QuerySet[ChangeSet]:
    return version.change_sets.filter(at__gt=moment).exclude(kind__in=OF_DRAFTS)


def turned_back(
    version: ScheduleVersion,
    since: QuerySet[ChangeSet],
    days: Span | None = None,
    person: Person | None = None,
) -> dict[CellKey, Assignment]:
    """The cells of a version without some change sets, which are all from a moment on.

    With days only what touches them is read; the rest of what comes back is of no account. With a
    person only theirs.
    """
    rows = Assignment.objects.filter(version=version)
    changes = AssignmentChange.objects.lasting().filter(change_set__in=since)
    if days is not None:
        rows = rows.overlapping(days.starts_on, days.ends_on)
        changes = changes.filter(starts_on__lte=days.ends_on, ends_on__gte=days.starts_on)
    if person is not None:
        rows, changes = rows.filter(person=person), changes.filter(person=person)
    standing = {cell_of(row): row for row in rows}
    for change in changes.order_by("-change_set_id", "-pk"):
        cell = cell_of(change)
        if change.before is None:
            standing.pop(cell, None)
        else:
            standing[cell] = row_of(version, cell, change.before)
    return standing


def _touches(row: Assignment, days: Span) -> bool:
    return row.starts_on <= days.ends_on and days.starts_on <= row.ends_on
