"""Asking what was published at a moment, for those who plan."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError

from people.models import User
from people.permissions import require
from scheduling.engine.academic_year import Span
from scheduling.models import AcademicYear, Schedule
from scheduling.queries.as_of import AsOf, roster_as_of


def published_as_of(
    academic_year: AcademicYear, moment: datetime, days: Span, *, by: User, at: datetime
) -> AsOf:
    """What was known and published then of some days; nothing is known of what is to come."""
    require(by, "view_draft", academic_year.program, at=at)
    if moment > at:
        raise ValidationError("That moment has not come yet.", code="to-come")
    schedule = Schedule.objects.filter(academic_year=academic_year).first()
    return roster_as_of(schedule, moment, days) if schedule else AsOf(moment, None, ())
