"""What the database says about the year of a schedule version, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Q

from people.models import Absence, Credential, Enrolment, Person, Program
from scheduling.engine import academic_year
from scheduling.models import (
    Activity,
    Assignment,
    AttendingWeek,
    CallDayWish,
    CallHistory,
    CallType,
    Credit,
    CurriculumItem,
    LoggedWork,
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

Position = Enrolment.Position
T = TypeVar("T")


class Source:
    """Each property is one query, made when first asked for; nothing is written."""

    def __init__(self, version: ScheduleVersion) -> None:
        self.version = version
        self.program: Program = version.schedule.program
        self.year: int = version.schedule.academic_year.year
        self.first_day: date = version.schedule.academic_year.starts_on
        self.last_day: date = version.schedule.academic_year.ends_on

    def as_if(self, assignments: Iterable[Assignment]) -> Source:
        """The same rows, but for what is assigned."""
        other = copy(self)
        other.assignments = sorted(assignments, key=lambda row: (row.starts_at, row.pk or 0))
        other.__dict__.pop("attending", None)  # it is made of them
        return other

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
    def assignments(self) -> list[Assignment]:
        return list(Assignment.objects.filter(version=self.version).order_by("starts_at", "pk"))

    @cached_property
    def published(self) -> list[Assignment]:
        """Of the version that is published, whose place this one may take."""
        version = self.version.schedule.versions.published().exclude(pk=self.version.pk)
        return list(Assignment.objects.filter(version__in=version))

    @cached_property
    def attending(self) -> list[Assignment]:
        """Weeks of the version in which somebody of the faculty attends on a service."""
        services = {setting.rotation_id for setting in self.attending_weeks}
        rows = self.of_kind(Assignment.Kind.ROTATION)
        return [row for row in rows if row.rotation_id in services]

    def named(self, row: Assignment) -> Assignment:
        """An assignment with the rows it refers to, which need not be read one by one."""
        if row.person_id in self.persons:
            row.person = self.persons[row.person_id]
        row.rotation = self.rotations[row.rotation_id] if row.rotation_id else None
        row.activity = self.activities[row.activity_id] if row.activity_id else None
        row.call_type = self.call_types[row.call_type_id] if row.call_type_id else None
        return row

    def of_kind(self, kind: str) -> list[Assignment]:
        return [row for row in self.assignments if row.kind == kind]


def _by(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
