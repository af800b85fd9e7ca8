"""What the schedule does when an absence is asked for, changed or cancelled.

There is one record of leave. A week of leave that the plan gave stands in the published version
too; when the absence goes or moves, it goes there, on record.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from people.models import Absence, User
from people.services.absences import absence_changed
from scheduling.models import Assignment, ChangeSet, ScheduleVersion
from scheduling.queries.taken import taken_by
from scheduling.services.change_words import sentence_of
from scheduling.services.changes import hold
from scheduling.services.recording import Delta, recorded, write
from scheduling.services.repair import RepairRefused, search_repairs

Status = Absence.Status
SPAN = ("starts_on", "starts_at_slot", "ends_on", "ends_slot")


@receiver(absence_changed)
def follow_absence(
    sender: type[Absence],
    *,
    absence: Absence,
    before: Absence | None,
    by: User,
    at: datetime,
    **_: Any,
) -> None:
    """Received in the transaction in which the absence changes."""
    if before is not None and before.source == Absence.Source.PLAN and _goes(before, absence):
        _end_planned_leave(before, absence, by=by, at=at)
    if absence.status in Absence.STANDING and (before is None or _moved(before, absence)):
        _look_ahead(absence, by=by, at=at)


def _look_ahead(absence: Absence, *, by: User, at: datetime) -> None:
    """Have the cheapest repair looked for, so that it is there when somebody asks."""
    today = absence.program.today(at)
    (taken,) = taken_by([absence])
    if any(row.starts_on >= today for row in taken):
        # A year of which nothing is published has nothing to mend; the absence stands all the same.
        with suppress(RepairRefused):
            search_repairs(absence, by=by, at=at)


def _goes(before: Absence, absence: Absence) -> bool:
    cancelled = before.status == Status.APPROVED and absence.status == Status.CANCELLED
    return cancelled or _moved(before, absence)


def _moved(before: Absence, absence: Absence) -> bool:
    return any(getattr(before, name) != getattr(absence, name) for name in SPAN)


def _end_planned_leave(before: Absence, absence: Absence, *, by: User, at: datetime) -> None:
    """Take the week out of what is published, and out of a draft, which would give it again.

    An absence that only moves stands by itself from then on.
    """
    if absence.status == Status.APPROVED:
        absence.source = Absence.Source.COORDINATOR
        absence.decided_by, absence.decided_at = by, at
        absence.save(update_fields=["source", "decided_by", "decided_at"])
    for row in _weeks_of(before):
        version = hold(row.version)
        delta = Delta(gone=(row,))
        kind = ChangeSet.Kind.ABSENCE
        reason = absence.decision_note[:300] or "The absence was changed."
        with recorded(version, kind, by=by, at=at, sentence=sentence_of(delta), reason=reason):
            write(delta)


def _weeks_of(absence: Absence) -> list[Assignment]:
    rows = Assignment.objects.with_names().filter(
        version__status__in=(ScheduleVersion.Status.PUBLISHED, ScheduleVersion.Status.DRAFT),
        version__schedule__program=absence.program,
        kind=Assignment.Kind.LEAVE,
        person=absence.person,
        starts_on=absence.starts_on,
        ends_on=absence.ends_on,
    )
    return list(rows.select_related("version__schedule__program"))
