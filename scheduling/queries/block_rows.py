"""What the database says about a block, read once: half-days, calls, rotations, who is away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from people.models import SLOTS, Absence, Credential, Enrolment
from people.models.absence import half_day_number
from scheduling.bridge.duties import works
from scheduling.engine.academic_year import Block, Span
from scheduling.models import (
    AcademicYear,
    Activity,
    Assignment,
    CallType,
    DemandChange,
    Rotation,
    ScheduleVersion,
    SessionDemand,
    SpecialDay,
)
from scheduling.models import Place as Site
from scheduling.models.assignment import AssignmentQuerySet
from scheduling.models.demand_change import people_needed
from scheduling.queries.published import demand_changes_between
from scheduling.queries.year_grid import Stay
from scheduling.queries.year_shown import Piece, piece_of

Key = tuple[int, date, str]
"""A person, a day and its half."""
HalfDay = tuple[date, str]


class HalfDayRow(NamedTuple):
    """An assignment of a half-day."""

    activity: int
    source: str
    locked: bool
    lock_reason: str
    assignment: int


class BlockRows:
    """Each property is one query, made when first asked for."""

    def __init__(
        self, academic_year: AcademicYear, period: Block, version: ScheduleVersion | None
    ) -> None:
        self.year, self.program = academic_year, academic_year.program
        self.period, self.version = period, version

    # The program

    @cached_property
    def enrolments(self) -> list[Enrolment]:
        """Residents from the highest PGY down, then the faculty."""
        rows = Enrolment.objects.in_year(self.year.year).filter(program=self.program)
        name = ("person__last_name", "person__first_name", "person")
        ordered = rows.select_related("person").order_by("-position", "-pgy", "faculty_role", *name)
        return list(ordered)

    @cached_property
    def activities(self) -> dict[int, Activity]:
        rows = Activity.objects.filter(program=self.program)
        rows = rows.select_related("place", "credential", "beside_credential")
        return {row.pk: row for row in rows}

    @cached_property
    def rotations(self) -> dict[int, Rotation]:
        return {row.pk: row for row in Rotation.objects.filter(program=self.program)}

    @cached_property
    def call_types(self) -> list[CallType]:
        return list(CallType.objects.filter(program=self.program))

    @cached_property
    def sites(self) -> list[Site]:
        """Those that can run out of rooms."""
        return list(Site.objects.filter(program=self.program, rooms__isnull=False))

    @cached_property
    def special_days(self) -> dict[date, SpecialDay]:
        days = (self.period.starts_on, self.period.ends_on)
        rows = SpecialDay.objects.filter(program=self.program, on__range=days)
        return {row.on: row for row in rows}

    @cached_property
    def demand_changes(self) -> tuple[DemandChange, ...]:
        days = (self.period.starts_on, self.period.ends_on)
        return demand_changes_between(self.program, *days)

    def needed(self, call_type: CallType, night: date) -> int:
        """How many the call needs; nobody, in a version in which no call was planned."""
        return people_needed(call_type, night, self.demand_changes) if self.calls else 0

    @cached_property
    def session_demands(self) -> list[SessionDemand]:
        return list(SessionDemand.objects.filter(program=self.program))

    @cached_property
    def credentials(self) -> dict[int, list[Credential]]:
        """By person, where an activity asks for company that holds one; nothing otherwise."""
        found: dict[int, list[Credential]] = defaultdict(list)
        if any(activity.beside_credential_id for activity in self.activities.values()):
            rows = Credential.objects.filter(program=self.program).select_related("kind")
            for row in rows.order_by("person", "pk"):
                found[row.person_id].append(row)
        return found

    # The version

    @property
    def _assignments(self) -> AssignmentQuerySet:
        rows = Assignment.objects.filter(version=self.version)
        return rows.overlapping(self.period.starts_on, self.period.ends_on)

    @cached_property
    def half_days(self) -> dict[Key, HalfDayRow]:
        rows = self._assignments.half_days().values_list(
            "person_id", "starts_on", "slot", "activity_id", "source", "locked", "lock_reason", "pk"
        )
        return {
            (person, day, slot): HalfDayRow(activity or 0, source, locked, reason, pk)
            for person, day, slot, activity, source, locked, reason, pk in rows
        }

    @cached_property
    def present(self) -> dict[Key, HalfDayRow]:
        """The half-days of those who are there then: not away, by an absence approved since either."""
        return {key: row for key, row in self.half_days.items() if key not in self.away}

    @cached_property
    def call_rows(self) -> list[tuple[int | None, date, int, int]]:
        """Call type, night, person and the assignment itself."""
        rows = self._assignments.calls().order_by("starts_on", "starts_at", "pk")
        return list(rows.values_list("call_type_id", "starts_on", "person_id", "pk"))

    @cached_property
    def calls(self) -> dict[tuple[int, date], list[int]]:
        """By call type and night, who has it."""
        found: dict[tuple[int, date], list[int]] = defaultdict(list)
        for call_type, night, person, _ in self.call_rows:
            found[call_type or 0, night].append(person)
        return dict(found)

    @cached_property
    def call_assignments(self) -> dict[tuple[int, date, int], int]:
        """The assignment by call type, night and person."""
        return {(kind or 0, night, person): pk for kind, night, person, pk in self.call_rows}

    @cached_property
    def on_call(self) -> dict[tuple[int, date], str]:
        """By person and night, the code of the call."""
        codes = {call_type.pk: call_type.code for call_type in self.call_types}
        return {
            (person, night): codes[call_type]
            for (call_type, night), people in self.calls.items()
            for person in people
        }

    @cached_property
    def stays(self) -> dict[int, list[Stay]]:
        """By person, rotations and weeks of leave."""
        found: dict[int, list[Stay]] = defaultdict(list)
        rows = self._assignments.filter(Q(kind="rotation") | Q(kind="leave"))
        columns = ("person_id", "rotation_id", "starts_on", "ends_on")
        for row in rows.order_by("starts_on", "pk").values_list(*columns):
            stay = Stay(*row)
            found[stay.person].append(stay)
        return dict(found)

    @cached_property
    def away(self) -> frozenset[Key]:
        """Half-days on which somebody is away, by the version's leave or an approved absence."""
        return frozenset([*self._on_leave(), *self._absent()])

    def _on_leave(self) -> Iterator[Key]:
        for stays in self.stays.values():
            for stay in stays:
                if stay.rotation is None:
                    for day in Span(stay.starts_on, stay.ends_on).days():
                        yield from ((stay.person, day, slot) for slot in SLOTS)

    def _absent(self) -> Iterator[Key]:
        people = [enrolment.person_id for enrolment in self.enrolments]
        planned = Q(program=self.program, source=Absence.Source.PLAN)
        rows = Absence.objects.approved().filter(~planned, person__in=people)
        for absence in rows.overlapping(self.period.starts_on, self.period.ends_on):
            for day in self.period.days():
                for slot in SLOTS:
                    if absence.first_half <= half_day_number(day, slot) <= absence.last_half:
                        yield absence.person_id, day, slot

    # What follows from it

    @cached_property
    def working(self) -> frozenset[int]:
        """The activities that are work."""
        return frozenset(pk for pk, activity in self.activities.items() if works(activity))

    @cached_property
    def names(self) -> dict[int, str]:
        """The last name, or more where two people share it."""
        people = [enrolment.person for enrolment in self.enrolments]
        shared = Counter(person.last_name for person in people)
        return {p.pk: p.last_name if shared[p.last_name] == 1 else p.roster_name for p in people}

    def rotation(self, pk: int) -> Piece:
        return piece_of(self.rotations[pk])
