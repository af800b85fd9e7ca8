"""A version as far as one person or some days are concerned, read quickly and judged alone."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import timedelta
from functools import cached_property
from typing import Self

from people.models import Absence, Enrolment
from scheduling.bridge.call import CallPart
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_away, add_bars, add_people, add_spans
from scheduling.bridge.sessions import SessionPart
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.bridge.work_hours import add_levels, add_logged_work, add_waivers
from scheduling.bridge.year import YearPart
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment, ScheduleVersion

ONE_DAY = timedelta(days=1)
OF_THE_PROGRAM = (
    *("periods", "halves", "places", "activities", "rotations", "curriculum", "session_demands"),
    *("requirements", "call_types", "call_duties", "demand_changes", "attending_weeks"),
    *("call_day_wishes", "special_days", "waivers", "supervision_levels", "credentials"),
)
"""What a source has whoever and whatever days it is about."""


class Narrow(Source):
    """A source of which some absences are left out, and others put in as if they were approved."""

    def __init__(
        self,
        version: ScheduleVersion,
        *,
        left_out: Iterable[int] = (),
        also: Iterable[Absence] = (),
    ) -> None:
        super().__init__(version)
        self.left_out, self.also = frozenset(left_out), tuple(also)

    @cached_property
    def absences(self) -> list[Absence]:
        kept = [row for row in super().absences if row.pk not in self.left_out]
        return [*kept, *(row for row in self.also if row.person_id in self.people)]

    def beside(self, other: Source) -> Self:
        """The same; what is the program's and was read for the other is not read again."""
        for name in OF_THE_PROGRAM:
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]
        return self

    def with_absence(self, absence: Absence) -> Self:
        """The same, with one absence more; what was read already is not read again."""
        other = copy(self)
        other.absences = [*self.absences, absence]
        other.__dict__.pop("absences_of", None)
        return other


class OfOnePerson(Narrow):
    """All that one person does in the year; nobody else is there."""

    def __init__(self, version: ScheduleVersion, person: int, *, left_out: Iterable[int]) -> None:
        super().__init__(version, left_out=left_out)
        self.person = person

    @cached_property
    def enrolments(self) -> list[Enrolment]:
        return [row for row in super().enrolments if row.person_id == self.person]

    @cached_property
    def assignments(self) -> list[Assignment]:
        rows = Assignment.objects.filter(version=self.version, person=self.person)
        return list(rows.order_by("starts_at", "pk"))


class OfSomeDays(Narrow):
    """What everybody does on some days, and on the day before and after."""

    def __init__(self, version: ScheduleVersion, days: Span, *, left_out: Iterable[int]) -> None:
        super().__init__(version, left_out=left_out)
        self.days = days
        self.near = Span(days.starts_on - ONE_DAY, days.ends_on + ONE_DAY)

    @cached_property
    def assignments(self) -> list[Assignment]:
        rows = Assignment.objects.filter(version=self.version)
        near = rows.overlapping(self.near.starts_on, self.near.ends_on)
        return list(near.order_by("starts_at", "pk"))


def person_parts(source: Source, days: Span) -> Parts:
    """One person's year, or everybody's one by one, with the averages over the rotations that touch
    the days.

    Rules about other people's part in it cannot be judged by this.
    """
    parts = Parts(source.program.time_zone)
    add_people(parts, source)
    add_away(parts, source)
    timeline = Timeline(source)
    add_bars(parts, source, timeline)
    YearPart(parts, source).add_assigned(replanned=None)
    # Calls that nobody here has say nothing.
    CallPart(parts, source, days=()).add_assigned(replanned=None)
    add_spans(parts, source, timeline, days)
    half_days = HalfDayPart(parts, source, timeline)
    touched = _touched(parts, source, days)
    half_days.add_assigned(touched.days())
    half_days.add_expected(touched)
    add_logged_work(parts, source, touched)
    add_waivers(parts, source, timeline)
    return parts


def _touched(parts: Parts, source: Source, days: Span) -> Span:
    first = min([days.starts_on, *(span.first_day for span in parts.spans)])
    last = max([days.ends_on, *(span.last_day for span in parts.spans)])
    return Span(max(first, source.first_day), min(last, source.last_day))


def days_parts(source: OfSomeDays) -> Parts:
    """Who does what on the days, and whom calls, sessions and residents need then.

    Only limits that lie within the days can be judged by this.
    """
    parts = Parts(source.program.time_zone)
    add_people(parts, source)
    add_away(parts, source)
    timeline = Timeline(source)
    call = CallPart(parts, source, source.near.days())
    call.add_assigned(replanned=None)
    call.add_demands(source.days)
    half_days = HalfDayPart(parts, source, timeline)
    half_days.add_assigned(source.days.days())
    for block in source.periods:
        shared = _shared(source.days, Span(block.starts_on, block.ends_on))
        if shared is not None and half_days.planned_days & set(shared.days()):
            sessions = SessionPart(half_days)
            sessions.add_sessions(shared)
            sessions.add_companies(shared)
    add_levels(parts, source)
    add_waivers(parts, source, timeline)
    return parts


def _shared(one: Span, other: Span) -> Span | None:
    first, last = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
    return Span(first, last) if first <= last else None
