"""Who plays in the tests of the doors, and on which stage."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from rest_framework.test import APIClient

from people.models import Person, Program, Role, User
from people.services.roles import settle_admin_entry
from scheduling.models import AcademicYear, Assignment, Block, ScheduleVersion, SolverRun
from tests.factories.people import EnrolmentFactory, PersonFactory, RoleFactory, UserFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    BlockFactory,
    CallAssignmentFactory,
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
    freeze,
)

AT = datetime(2026, 9, 15, 18, tzinfo=UTC)
YEAR = 2026


def account(kind: str, program: Program) -> User:
    """With a role in the program; residents and faculty are also enrolled in 2026."""
    user = UserFactory(email=f"{kind}@{program.slug}.example.org")
    RoleFactory(user=user, kind=kind, program=program)
    settle_admin_entry(user, at=AT)
    if kind in (Role.Kind.RESIDENT, Role.Kind.FACULTY):
        person = PersonFactory(user=user)
        faculty = kind == Role.Kind.FACULTY
        EnrolmentFactory(program=program, person=person, academic_year=YEAR, faculty=faculty)
    return user


def rest(user: User | None) -> APIClient:
    """A REST client with the account's session, if there is an account."""
    client = APIClient()
    if user is not None:
        client.force_login(user)
    return client


@dataclass(frozen=True)
class Stage:
    """A year with a published version, a draft after it, and a solve that is over."""

    program: Program
    year: AcademicYear
    block: Block
    resident: Person
    published: ScheduleVersion
    placed: Assignment
    on_call: Assignment
    draft: ScheduleVersion
    planned: Assignment
    run: SolverRun


def set_stage(program: Program) -> Stage:
    year = AcademicYearFactory(program=program, year=YEAR)
    schedule = ScheduleFactory(academic_year=year)
    resident = PersonFactory(first_name="Ada", last_name="Rowan")
    EnrolmentFactory(program=program, person=resident, academic_year=YEAR)
    published = ScheduleVersionFactory(schedule=schedule)
    placed = RotationAssignmentFactory(version=published, person=resident)
    on_call = CallAssignmentFactory(version=published, person=resident, starts_on=date(2026, 7, 6))
    freeze(published)
    draft = ScheduleVersionFactory(schedule=schedule, number=2, based_on=published)
    planned = RotationAssignmentFactory(
        version=draft, person=resident, rotation=placed.rotation, locked=True, lock_reason="Visa"
    )
    return Stage(
        program=program,
        year=year,
        block=BlockFactory(academic_year=year),
        resident=resident,
        published=published,
        placed=placed,
        on_call=on_call,
        draft=draft,
        planned=planned,
        run=SolverRunFactory(version=draft, status=SolverRun.Status.SOLVED, message="Solved."),
    )
