"""What the database says about the year of a schedule version, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Q

from people.models import Absence, Credential, Enrolment, LeaveAllotment, Person, Program
from scheduling.engine import academic_year
from scheduling.engine.problem import Duty
from scheduling.models import (
    Activity,
    Assignment,
    AttendingWeek,
    CallDayWish,
    CallHistory,
    CallType,
    Credit,
    CurriculumItem,
    DemandChange,
    LoggedWork,
    MoonlightingPermission,
    Place,
    Request,
    Requirement,
    Rotation,
    ScheduleVersion,
    SessionDemand,
    SpecialDay,
    SupervisionLevel,
    Waiver,
)
from scheduling.models.assignment import AssignmentQuerySet

Position = Enrolment.Position
Key = TypeVar("Key")
T = TypeVar("T")


class Row(NamedTuple):
    """What a problem needs of an assignment. A year has tens of thousands of them."""

    pk: int
    person_id: int
    kind: str
    starts_on: date
    ends_on: date
    slot: str
    rotation_id: int | None
    activity_id: int | None
    call_type_id: int | None
    source: str
    locked: bool

    @property
    def is_replaceable(self) -> bool:
        """Whether a solve that changes its premises takes it away."""
        return not self.locked and self.source in Assignment.MADE


AnyRow = Row | Assignment


class Source:
    """Each property is one query, made when first asked for; nothing is written."""

    def __init__(self, version: ScheduleVersion) -> None:
        self.version = version
        self.program: Program = version.schedule.program
        self.year: int = version.schedule.academic_year.year
        self.first_day: date = version.schedule.academic_year.starts_on
        self.last_day: date = version.schedule.academic_year.ends_on
        self._read: dict[int, Assignment] = {}
        self.call_duties: dict[tuple[int, date], Duty] = {}
        """By call type and night, as far as they were made: the same for all that is as if."""

    def as_if(self, assignments: Iterable[AnyRow]) -> Source:
        """The same rows, but for what is assigned."""
        other = copy(self)
        for name in ("attending", "_of_kinds"):
            other.__dict__.pop(name, None)
        other.assignments = sorted(assignments, key=_order)
        return other

    def only(self, assignments: AssignmentQuerySet) -> Source:
        """The same, with some of what is assigned, read as light as all of it is."""
        return self.as_if(_rows(assignments))

    @property
    def zone(self) -> ZoneInfo:
        return self.program.zone

    @cached_property
    def periods(self) -> tuple[academic_year.Block, ...]:
        return academic_year.rotation_periods(self.year, self.program.block_calendar)

    @cached_property
    def halves(self) -> tuple[academic_year.Half, ...]:
        return academic_year.rotation_halves(self.year, self.program.block_calendar)

    def period_of(self, day: date) -> academic_year.Block:
        return next(period for period in self.periods if period.holds(day))

    # People

    @cached_property
    def enrolments(self) -> list[Enrolment]:
        rows = Enrolment.objects.in_year(self.year).filter(program=self.program)
        return list(rows.select_related("person").order_by("position", "pgy", "person"))

    @property
    def residents(self) -> list[Enrolment]:
        return [e for e in self.enrolments if e.position == Position.RESIDENT]

    @property
    def faculty(self) -> list[Enrolment]:
        return [e for e in self.enrolments if e.position == Position.FACULTY]

    @cached_property
    def enrolment_of(self) -> dict[int, Enrolment]:
        return {e.person_id: e for e in self.enrolments}

    @cached_property
    def people(self) -> frozenset[int]:
        return frozenset(e.person_id for e in self.enrolments)

    @cached_property
    def persons(self) -> dict[int, Person]:
        return {enrolment.person_id: enrolment.person for enrolment in self.enrolments}

    @cached_property
    def credentials(self) -> dict[int, list[Credential]]:
        rows = Credential.objects.filter(program=self.program).select_related("kind")
        return _by((row.person_id, row) for row in rows)

    @cached_property
    def absences(self) -> list[Absence]:
        """Approved absences of these people, whichever of their programs approved them.

        Those that this program's own plan made are left out: the version has its weeks of leave.
        """
        rows = Absence.objects.approved().overlapping(self.first_day, self.last_day)
        planned = Q(program=self.program, source=Absence.Source.PLAN)
        return list(rows.filter(~planned, person__in=self.people))

    @cached_property
    def leave_allotments(self) -> list[LeaveAllotment]:
        """How much vacation the program gives in the year."""
        rows = LeaveAllotment.objects.in_year(self.year).filter(program=self.program)
        return list(rows.filter(kinds__contains=[Absence.Kind.VACATION.value]))

    @cached_property
    def absences_of(self) -> dict[int, list[Absence]]:
        return _by((row.person_id, row) for row in self.absences)

    @cached_property
    def requests(self) -> list[Request]:
        return list(Request.objects.filter(program=self.program, academic_year=self.year))

    # What there is to do

    @cached_property
    def places(self) -> list[Place]:
        return list(Place.objects.filter(program=self.program))

    @cached_property
    def activities(self) -> dict[int, Activity]:
        rows = Activity.objects.filter(program=self.program).select_related(
            "place", "credential", "beside_credential"
        )
        return {row.pk: row for row in rows}

    @cached_property
    def rotations(self) -> dict[int, Rotation]:
        rows = Rotation.objects.filter(program=self.program)
        rows = rows.prefetch_related("demands", "pattern", "weekly_shares", "attending_shares")
        return {row.pk: row for row in rows}

    @cached_property
    def curriculum(self) -> list[CurriculumItem]:
        return list(CurriculumItem.objects.filter(program=self.program, academic_year=self.year))

    @cached_property
    def session_demands(self) -> list[SessionDemand]:
        return list(SessionDemand.objects.filter(program=self.program))

    @cached_property
    def requirements(self) -> list[Requirement]:
        return list(Requirement.objects.filter(program=self.program))

    @cached_property
    def credits(self) -> dict[tuple[int, int], int]:
        """What people had done before the year, by person and requirement."""
        rows = Credit.objects.filter(program=self.program, academic_year=self.year)
        return {(row.person_id, row.requirement_id): row.amount for row in rows}

    @cached_property
    def call_types(self) -> dict[int, CallType]:
        rows = CallType.objects.filter(program=self.program)
        return {row.pk: row for row in rows.select_related("morning_after", "afternoon_after")}

    @cached_property
    def demand_changes(self) -> list[DemandChange]:
        rows = DemandChange.objects.standing().overlapping(self.first_day, self.last_day)
        return list(rows.filter(program=self.program))

    @cached_property
    def attending_weeks(self) -> list[AttendingWeek]:
        rows = AttendingWeek.objects.filter(rotation__program=self.program)
        return list(rows.select_related("call_type", "recovery"))

    @cached_property
    def call_day_wishes(self) -> list[CallDayWish]:
        return list(CallDayWish.objects.filter(call_type__program=self.program))

    @cached_property
    def newcomers(self) -> frozenset[int]:
        """People who were in this program in no earlier year."""
        before = Enrolment.objects.filter(program=self.program, academic_year__lt=self.year)
        return self.people - frozenset(before.values_list("person", flat=True))

    @cached_property
    def call_history(self) -> list[CallHistory]:
        return list(CallHistory.objects.filter(program=self.program, academic_year=self.year))

    @cached_property
    def special_days(self) -> dict[date, SpecialDay]:
        rows = SpecialDay.objects.filter(
            program=self.program, on__range=(self.first_day, self.last_day)
        )
        return {row.on: row for row in rows}

    # Beside the schedule

    @cached_property
    def logged_work(self) -> list[LoggedWork]:
        """Work of these people in this year, whichever of their programs recorded it."""
        first = datetime.combine(self.first_day, time(), self.zone)
        beyond = datetime.combine(self.last_day + timedelta(days=1), time(), self.zone)
        rows = LoggedWork.objects.standing().overlapping(first, beyond)
        return list(rows.filter(person__in=self.people).order_by("starts_at", "pk"))

    @cached_property
    def moonlighting(self) -> dict[int, list[MoonlightingPermission]]:
        """Permissions that stand, by person; read only where somebody moonlights."""
        if not any(row.is_moonlighting for row in self.logged_work):
            return {}
        rows = MoonlightingPermission.objects.standing().filter(program=self.program)
        return _by((row.person_id, row) for row in rows.order_by("starts_on", "pk"))

    @cached_property
    def waivers(self) -> list[Waiver]:
        """The last one granted comes first, and of two that meet it is the one that holds."""
        rows = Waiver.objects.standing().overlapping(self.first_day, self.last_day)
        return list(rows.filter(program=self.program).order_by("-granted_at", "-pk"))

    @cached_property
    def supervision_levels(self) -> list[SupervisionLevel]:
        rows = SupervisionLevel.objects.filter(program=self.program)
        return list(rows.order_by("starts_on", "pk"))

    # What is assigned

    @cached_property
    def assignments(self) -> Sequence[AnyRow]:
        return _rows(Assignment.objects.filter(version=self.version))

    @cached_property
    def published(self) -> list[Row]:
        """Of the version that is published, whose place this one may take."""
        version = self.version.schedule.versions.published().exclude(pk=self.version.pk)
        return _rows(Assignment.objects.filter(version__in=version))

    @cached_property
    def attending(self) -> list[AnyRow]:
        """Weeks of the version in which somebody of the faculty attends on a service."""
        services = {setting.rotation_id for setting in self.attending_weeks}
        rows = self.of_kind(Assignment.Kind.ROTATION)
        return [row for row in rows if row.rotation_id in services]

    def of_kind(self, kind: str) -> list[AnyRow]:
        return self._of_kinds.get(kind, [])

    @cached_property
    def _of_kinds(self) -> dict[str, list[AnyRow]]:
        return _by((row.kind, row) for row in self.assignments)

    # Assignments as the database has them

    def named(self, row: AnyRow) -> Assignment:
        """An assignment with the rows it refers to, which need not be read one by one."""
        found = self._in_full(row.pk) if isinstance(row, Row) else row
        if found.person_id in self.persons:
            found.person = self.persons[found.person_id]
        found.rotation = self.rotations[found.rotation_id] if found.rotation_id else None
        found.activity = self.activities[found.activity_id] if found.activity_id else None
        found.call_type = self.call_types[found.call_type_id] if found.call_type_id else None
        return found

    def _in_full(self, key: int) -> Assignment:
        if key not in self._read:
            self.read_in_full([key])
        return self._read[key]

    def read_in_full(self, keys: Iterable[int] | None = None) -> None:
        """At once what will be asked for by name, or everything; one by one takes a query each."""
        rows = Assignment.objects.filter(version=self.version)
        rows = rows if keys is None else rows.filter(pk__in=list(keys))
        self._read |= {row.pk: row for row in rows}


def _rows(assignments: AssignmentQuerySet) -> list[Row]:
    found = assignments.order_by("starts_on", "slot", "pk").values_list(*Row._fields)
    return [Row(*values) for values in found.iterator(chunk_size=10_000)]


def _order(row: AnyRow) -> tuple[date, str, int]:
    """As rows are read; those that are not saved come first."""
    return (row.starts_on, row.slot, row.pk or 0)


def _by(pairs: Iterable[tuple[Key, T]]) -> dict[Key, list[T]]:
    found: dict[Key, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
