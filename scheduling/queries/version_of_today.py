"""The version of the academic year that holds today."""

from __future__ import annotations

from datetime import datetime

from people.models import Program
from scheduling.models import ScheduleVersion


def version_of_today(
    program: Program, *, at: datetime, draft: bool = False
) -> ScheduleVersion | None:
    """The published one, or the draft that is to be published next."""
    status = ScheduleVersion.Status.DRAFT if draft else ScheduleVersion.Status.PUBLISHED
    today = program.today(at)
    rows = ScheduleVersion.objects.filter(
        status=status,
        scenario="",
        schedule__program=program,
        schedule__academic_year__starts_on__lte=today,
        schedule__academic_year__ends_on__gte=today,
    )
    return rows.select_related("schedule__program", "schedule__academic_year").first()
