"""Leave that a published version gives, kept in step with the absences that everything reads."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Absence
from scheduling.models import Assignment, ScheduleVersion


class LeaveOverlaps(ValidationError):
    """Leave of a version that overlaps an absence somebody entered."""


def grant_leave(version: ScheduleVersion, *, at: datetime) -> None:
    """Weeks of leave of the version become absences; those of an earlier plan that went, end."""
    program, year = version.schedule.program, version.schedule.academic_year
    given = {
        (row.person_id, row.starts_on, row.ends_on)
        for row in Assignment.objects.filter(version=version).leave()
    }
    planned = Absence.objects.filter(
        program=program, source=Absence.Source.PLAN, status=Absence.Status.APPROVED
    ).overlapping(year.starts_on, year.ends_on)
    kept = set()
    for absence in planned:
        key = (absence.person_id, absence.starts_on, absence.ends_on)
        if key in given:
            kept.add(key)
        else:
            _end_leave(absence, at=at)
    new = [
        Absence(
            program=program,
            person_id=person,
            kind=Absence.Kind.VACATION,
            starts_on=starts_on,
            ends_on=ends_on,
            status=Absence.Status.APPROVED,
            source=Absence.Source.PLAN,
            decided_at=at,
        )
        for person, starts_on, ends_on in sorted(given - kept)
    ]
    try:
        with transaction.atomic():
            Absence.objects.bulk_create(new)
    except IntegrityError as clash:
        raise LeaveOverlaps(
            "A week of leave in this version overlaps an absence that was entered since. Generate "
            "the year again, or change the absence.",
            code="leave-overlaps",
        ) from clash


def _end_leave(absence: Absence, *, at: datetime) -> None:
    absence.status, absence.decided_at = Absence.Status.CANCELLED, at
    absence.decision_note = "No longer in the published schedule."
    absence.save(update_fields=["status", "decided_at", "decision_note"])
