"""What is carried from one academic year into the next: holidays, curriculum, call, training done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from people.models import Enrolment, Program, year_days
from scheduling.bridge.people import may_take
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import federal_holidays
from scheduling.models import (
    AcademicYear,
    Assignment,
    CallHistory,
    CallType,
    Credit,
    CurriculumItem,
    Requirement,
    ScheduleVersion,
    SpecialDay,
)
from scheduling.queries.call_equity import SharedCall, Sharer, shared_call

DAYS_A_WEEK = 7
OBSERVED = " (observed)"


@dataclass(frozen=True)
class Done:
    """Training that somebody has done by the end of the year, in the unit of the requirement."""

    credit: Credit
    before: int
    this_year: int


class Carried:
    """Into the year that begins; about twenty queries, nothing is written."""

    def __init__(self, program: Program, year: int, places: Iterable[Enrolment]) -> None:
        self.program, self.year = program, year
        self.places = {e.person_id: e for e in places if e.person_id}

    @cached_property
    def published(self) -> ScheduleVersion | None:
        """Of the year that ends; without it nobody knows what was done."""
        rows = ScheduleVersion.objects.published().of_program(self.program)
        rows = rows.filter(schedule__academic_year__year=self.year - 1)
        return rows.select_related("schedule__program", "schedule__academic_year").first()

    @cached_property
    def is_open(self) -> bool:
        return AcademicYear.objects.filter(program=self.program, year=self.year).exists()

    # Days

    @cached_property
    def _special_days(self) -> tuple[list[SpecialDay], set[date]]:
        """Of the year that ends, and the dates of the new one that have an entry."""
        (first, _), (_, last) = year_days(self.year - 1), year_days(self.year)
        rows = SpecialDay.objects.filter(program=self.program, on__range=(first, last))
        begins, _ = year_days(self.year)
        before = [row for row in rows if row.on < begins]
        return before, {row.on for row in rows if row.on >= begins}

    @cached_property
    def special_days(self) -> list[SpecialDay]:
        """Holidays by their names; all federal ones where the year that ends has none."""
        before, taken = self._special_days
        kinds = {_plain(row.name): row.kind for row in before}
        holidays = {on: name for on, name in federal_holidays(self.year).items() if on not in taken}
        knows = {name for name in map(_plain, holidays.values()) if name in kinds}
        return [
            SpecialDay(
                program=self.program,
                on=on,
                name=name[: SpecialDay._meta.get_field("name").max_length],
                kind=kinds.get(_plain(name), SpecialDay.Kind.HOLIDAY),
            )
            for on, name in holidays.items()
            if not knows or _plain(name) in knows
        ]

    @cached_property
    def days_to_enter(self) -> list[SpecialDay]:
        """Days of the year that ends whose date in the next nobody can work out."""
        before, taken = self._special_days
        federal = set(map(_plain, federal_holidays(self.year).values()))
        return [] if taken else [row for row in before if _plain(row.name) not in federal]

    # Curriculum

    @cached_property
    def curriculum(self) -> list[CurriculumItem]:
        rows = CurriculumItem.objects.filter(program=self.program).select_related("rotation")
        there = {_item(row) for row in rows.filter(academic_year=self.year)}
        before = rows.filter(academic_year=self.year - 1)
        return [_into(row, self.year) for row in before if _item(row) not in there]

    # Call

    @cached_property
    def call_history(self) -> list[CallHistory]:
        """How far each is above or below the fair share, for those who go on taking the call."""
        if self.published is None:
            return []
        there = set(
            CallHistory.objects.filter(program=self.program, academic_year=self.year).values_list(
                "person", "call_type"
            )
        )
        rows = self._histories(shared_call(self.published, taken=True))
        return [row for row in rows if (row.person_id, row.call_type_id) not in there]

    def _histories(self, shared: Iterable[SharedCall]) -> Iterator[CallHistory]:
        call_types = {row.pk: row for row in CallType.objects.filter(program=self.program)}
        for call in shared:
            call_type = call_types[call.call_type]
            for sharer in call.people:
                place = self.places.get(sharer.person)
                if place is not None and may_take(place, call_type):
                    yield from self._history(place, call_type, sharer)

    def _history(
        self, place: Enrolment, call_type: CallType, sharer: Sharer
    ) -> Iterator[CallHistory]:
        nights, sundays, holidays = (share.off for share in sharer.shares)
        if nights or sundays or holidays:
            yield CallHistory(
                program=self.program,
                person=place.person,
                call_type=call_type,
                academic_year=self.year,
                nights=nights,
                sundays=sundays,
                holidays=holidays,
            )

    # Training

    @cached_property
    def training(self) -> list[Done]:
        """Towards what is asked for by the end of training, by residents who go on."""
        rows = Requirement.objects.filter(program=self.program, pgy=None)
        asked = list(rows.select_related("activity"))
        if self.published is None or not asked:
            return []
        rotations = self.published.assignments.rotations()
        source = Source(self.published).as_if(rotations)
        done = _done(source, asked)
        there = set(
            Credit.objects.filter(program=self.program, academic_year=self.year).values_list(
                "person", "requirement"
            )
        )
        return list(self._credits(asked, done, source.credits, there))

    def _credits(
        self,
        asked: Iterable[Requirement],
        done: Mapping[tuple[int, int], int],
        before: Mapping[tuple[int, int], int],
        there: set[tuple[int, int]],
    ) -> Iterator[Done]:
        for requirement in asked:
            for place in self.places.values():
                key = (place.person_id, requirement.pk)
                counts = place.pgy and requirement.track in ("", place.track)
                amount = done.get(key, 0) + before.get(key, 0)
                if counts and amount and key not in there:
                    credit = Credit(
                        program=self.program,
                        academic_year=self.year,
                        person=place.person,
                        requirement=requirement,
                        amount=amount,
                    )
                    yield Done(credit, before.get(key, 0), done.get(key, 0))

    @cached_property
    def planned_until(self) -> date | None:
        """The last day for which half-days are published: time in activities is known until then."""
        rows = Assignment.objects.filter(version=self.published, kind=Assignment.Kind.HALF_DAY)
        return rows.order_by("-starts_on").values_list("starts_on", flat=True).first()


def _plain(name: str) -> str:
    return name.replace(OBSERVED, "").strip().lower()


def _item(row: CurriculumItem) -> tuple[int, str, int]:
    return row.pgy, row.track, row.rotation_id


def _into(row: CurriculumItem, year: int) -> CurriculumItem:
    other = copy(row)
    other.pk, other.academic_year = None, year
    other._state = copy(row._state)
    other._state.adding = True
    return other


def _done(source: Source, asked: Iterable[Requirement]) -> dict[tuple[int, int], int]:
    """By person and requirement, as the published version has it."""
    timeline = Timeline(source)
    found = dict[tuple[int, int], int]()
    for requirement in asked:
        if requirement.rotation_id is not None:
            days = _days_on(timeline, requirement.rotation_id)
            amounts = {person: count // DAYS_A_WEEK for person, count in days.items()}
        else:
            amounts = _time_in(source, requirement)
        found |= {(person, requirement.pk): amount for person, amount in amounts.items()}
    return found


def _days_on(timeline: Timeline, rotation: int) -> Counter[int]:
    days = Counter[int]()
    for person, segments in timeline.segments.items():
        for segment in segments:
            if segment.rotation.pk == rotation:
                days[person] += segment.days.length
    return days


def _time_in(source: Source, requirement: Requirement) -> dict[int, int]:
    rows = Assignment.objects.filter(
        version=source.version,
        kind=Assignment.Kind.HALF_DAY,
        activity=requirement.activity_id,
    ).values_list("person", "starts_at", "ends_at")
    minutes, count = Counter[int](), Counter[int]()
    for person, starts_at, ends_at in rows:
        minutes[person] += _minutes(starts_at, ends_at)
        count[person] += 1
    if requirement.unit == Requirement.Unit.HALF_DAYS:
        return dict(count)
    return {person: total // 60 for person, total in minutes.items()}


def _minutes(starts_at: datetime, ends_at: datetime) -> int:
    return int((ends_at - starts_at).total_seconds()) // 60
