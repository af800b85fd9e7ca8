"""Who rests after a night of call, and until when: they are left in peace."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db.models import Q

from people.models import Person, Program
from scheduling.models import Activity, Assignment, CallType
from scheduling.queries.published import published_between

REST = timedelta(hours=8)
"""How long after the end of a night nobody is disturbed for what can wait."""
MIDDLE_OF_THE_NIGHT = time(3)

WORKED_BY_NIGHT = Q(kind=Assignment.Kind.CALL, call_type__kind=CallType.Kind.IN_HOUSE) | Q(
    kind=Assignment.Kind.HALF_DAY, activity__kind=Activity.Kind.NIGHT
)


def resting_until(
    people: Collection[Person], program: Program, at: datetime
) -> dict[int, datetime]:
    """By the key of the person; two queries, however many people are asked for."""
    # The night began on the day before, perhaps in another academic year.
    evening = program.today(at - REST) - timedelta(days=1)
    versions = published_between(program, evening, program.today(at))
    rows = Assignment.objects.filter(
        WORKED_BY_NIGHT, version__in=versions, person__in=people,
        ends_at__gt=at - REST, ends_at__lte=at,
    )  # fmt: skip
    moments = rows.values_list("person", "starts_at", "ends_at")
    return {
        person: ends_at + REST
        for person, starts_at, ends_at in moments.order_by("ends_at")
        if _is_by_night(starts_at, ends_at, program)
    }


def _is_by_night(starts_at: datetime, ends_at: datetime, program: Program) -> bool:
    """Whether it went on in the middle of the night in which it ended."""
    ended = ends_at.astimezone(program.zone)
    night = datetime.combine(ended.date(), MIDDLE_OF_THE_NIGHT, program.zone)
    return starts_at <= night < ends_at
