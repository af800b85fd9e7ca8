"""Answers who is on call, and on which service, to whoever may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser

from people.models import Program, User
from people.permissions import may, programs_for, require
from people.spoken import refused
from scheduling.queries.on_call import OnCall, Step, escalation, on_call_of_day, who_is_on_call
from scheduling.queries.on_service import Service, services_of_day
from scheduling.queries.published import published_between

FIRST_YEAR, LAST_YEAR = 2000, 2100
Reader = User | AnonymousUser


@dataclass(frozen=True)
class OnCallAt:
    """Unless it is known, an empty list means nothing."""

    program: Program
    at: datetime | None
    """The moment; None when a day was asked for."""
    day: date
    known: bool
    calls: tuple[OnCall, ...]
    services: tuple[Service, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        return escalation(self.calls)


def programs_to_read(by: Reader, *, at: datetime) -> list[Program]:
    """The reader's own programs first, then those whose roster is public."""
    own = programs_for(by, "view_published_schedule", at).filter(active=True)
    public = Program.objects.filter(active=True, roster_is_public=True)
    return list(dict.fromkeys([*own.order_by("name", "pk"), *public.order_by("name", "pk")]))


def find_on_call(program: Program, moment: datetime, *, by: Reader, at: datetime) -> OnCallAt:
    """Who is on call at that moment, as published, and which calls nobody covers.

    Where nothing is published for the day no call is missing, because none was planned.
    """
    with_phones = _may_reach(program, by=by, at=at)
    _require_within_reach(moment.year)
    calls = who_is_on_call(program, moment, with_phones=with_phones)
    day = program.today(moment)
    return _found(program, day, calls, with_phones=with_phones, moment=moment)


def find_calls_of(program: Program, day: date, *, by: Reader, at: datetime) -> OnCallAt:
    """The calls that begin on a day, and who is on which service."""
    with_phones = _may_reach(program, by=by, at=at)
    _require_within_reach(day.year)
    calls = on_call_of_day(program, day, with_phones=with_phones)
    return _found(program, day, calls, with_phones=with_phones)


def _may_reach(program: Program, *, by: Reader, at: datetime) -> bool:
    """Whether telephone numbers are shown. What is public is shown without them."""
    if not (program.active and program.roster_is_public):
        require(by, "view_published_schedule", program, at=at)
    return may(by, "view_contacts", program, at=at)


def _require_within_reach(year: int) -> None:
    if not FIRST_YEAR < year < LAST_YEAR:
        raise refused(
            "The year {year} is out of reach; ask about {first} to {last}.",
            code="out_of_reach",
            year=year,
            first=FIRST_YEAR + 1,
            last=LAST_YEAR - 1,
        )


def _found(
    program: Program,
    day: date,
    calls: list[OnCall],
    *,
    with_phones: bool,
    moment: datetime | None = None,
) -> OnCallAt:
    known = bool(published_between(program, day, day))
    return OnCallAt(
        program=program,
        at=moment.astimezone(program.zone) if moment else None,
        day=day,
        known=known,
        calls=tuple(call for call in calls if known or not call.is_gap),
        services=services_of_day(program, day, with_phones=with_phones),
    )
