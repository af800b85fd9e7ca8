"""Answers who is on call to whoever may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from people.models import Program, User
from people.permissions import may, require
from scheduling.queries.on_call import OnCall, who_is_on_call
from scheduling.queries.published import published_between

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class OnCallAt:
    """Unless it is known, an empty list means nothing."""

    program: Program
    at: datetime
    known: bool
    calls: tuple[OnCall, ...]


def find_on_call(program: Program, moment: datetime, *, by: User, at: datetime) -> OnCallAt:
    """Who is on call at that moment, as published, and which calls nobody covers.

    Where nothing is published for the day no call is missing, because none was planned.
    """
    require(by, "view_published_schedule", program, at=at)
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise ValidationError(
            f"The year {moment.year} is out of reach; ask about {FIRST_YEAR + 1} to {LAST_YEAR - 1}.",
            code="out_of_reach",
        )
    with_phones = may(by, "view_contacts", program, at=at)
    calls = who_is_on_call(program, moment, with_phones=with_phones)
    day = program.today(moment)
    known = bool(published_between(program, day, day))
    shown = tuple(call for call in calls if known or not call.is_gap)
    return OnCallAt(program, moment.astimezone(program.zone), known, shown)
