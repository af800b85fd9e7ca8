"""The rest of a year, once its rotations are planned: calls in turn, half-days by the patterns.

Nothing is solved, so that it takes a moment and breaks some rules; a page has as much to show as with
a year that was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from people.models import Enrolment, Person
from scheduling.bridge.duties import call_duty, half_day_times
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.problems import version_parts
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment, CallType, Rotation, ScheduleVersion

ONE_DAY = timedelta(days=1)
Kind = Assignment.Kind


def fill(version: ScheduleVersion) -> None:
    """Put them into the draft: half-days follow the calls."""
    for made in (_calls(version), _half_days(version)):
        Assignment.objects.bulk_create(list(made), batch_size=2000)


def _half_days(version: ScheduleVersion) -> Iterator[Assignment]:
    """Where several activities are allowed, each in its turn."""
    source = Source(version)
    year = version.schedule.academic_year
    cells = HalfDayPart(version_parts(source), source, Timeline(source))
    for cell in cells.cells(Span(year.starts_on, year.ends_on)):
        activity = cell.allowed[cell.day.toordinal() % len(cell.allowed)]
        starts_at, ends_at = half_day_times(activity, cell.day, cell.slot, source.zone)
        yield Assignment(
            version=version, person=cell.enrolment.person, kind=Kind.HALF_DAY, starts_on=cell.day,
            ends_on=cell.day, slot=cell.slot, starts_at=starts_at, ends_at=ends_at,
            activity=activity, source=Assignment.Source.SOLVER,
        )  # fmt: skip


def _calls(version: ScheduleVersion) -> Iterator[Assignment]:
    year = version.schedule.academic_year
    enrolments = Enrolment.objects.filter(program=year.program, academic_year=year.year)
    able = _Able(version)
    for call_type in CallType.objects.filter(program=year.program):
        members = list(enrolments.filter(position=call_type.staff).select_related("person"))
        yield from _calls_of(version, call_type, members, able)


def _calls_of(
    version: ScheduleVersion, call_type: CallType, members: list[Enrolment], able: _Able
) -> Iterator[Assignment]:
    """To whoever may and has had the fewest, with the nights between that must be there."""
    had: Counter[int] = Counter()
    last: dict[int, date] = {}
    gap, year = timedelta(days=call_type.gap_nights), version.schedule.academic_year
    for night in Span(year.starts_on, year.ends_on).days():
        if night.isoweekday() not in call_type.nights:
            continue
        free = [
            each.person
            for each in members
            if able.takes(each, call_type, night)
            and night - last.get(each.person_id, date.min) > gap
        ]
        for person in sorted(free, key=lambda p: had[p.pk])[: call_type.people_needed]:
            had[person.pk] += 1
            last[person.pk] = night
            yield _call(version, call_type, person, night)


def _call(version: ScheduleVersion, call_type: CallType, person: Person, night: date) -> Assignment:
    zone = version.schedule.program.zone
    duty = call_duty(call_type, night, zone, free_day=night.isoweekday() >= 6)
    return Assignment(
        version=version, person=person, kind=Kind.CALL, starts_on=night, ends_on=night,
        starts_at=duty.starts_at, ends_at=duty.ends_at, call_type=call_type,
        source=Assignment.Source.SOLVER,
    )  # fmt: skip


class _Able:
    """Who may take a call on which night: nobody before or in leave, residents where they may."""

    def __init__(self, version: ScheduleVersion) -> None:
        rotations = Rotation.objects.filter(program=version.schedule.program, call_eligible=True)
        eligible = set(rotations.values_list("pk", flat=True))
        self.away: set[tuple[int, date]] = set()
        self.on_call_service: set[tuple[int, date]] = set()
        for row in version.assignments.filter(kind__in=(Kind.ROTATION, Kind.LEAVE)):
            days = Span(row.starts_on - ONE_DAY, row.ends_on).days()
            keys = {(row.person_id, day) for day in days}
            if row.kind == Kind.LEAVE:
                self.away |= keys
            elif row.rotation_id in eligible:
                self.on_call_service |= keys - {(row.person_id, row.starts_on - ONE_DAY)}

    def takes(self, enrolment: Enrolment, call_type: CallType, night: date) -> bool:
        key = (enrolment.person_id, night)
        if key in self.away:
            return False
        if call_type.staff == CallType.Staff.FACULTY:
            return enrolment.faculty_role not in call_type.excluded_roles
        return enrolment.pgy in call_type.pgys and key in self.on_call_service
