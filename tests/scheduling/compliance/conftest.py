"""A program whose hours are known: a resident with a long July, and what she logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from people.models import Person, Program, User
from scheduling.models import LoggedWork, ScheduleVersion
from tests.casting import account
from tests.factories.people import EnrolmentFactory, PersonFactory, ProgramFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    LoggedWorkFactory,
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)

AT = datetime(2026, 7, 20, 18, tzinfo=UTC)
"""In the midst of her rotation of four weeks."""


@dataclass(frozen=True)
class Ward:
    program: Program
    version: ScheduleVersion
    ada: Person
    coordinator: User
    director: User

    @property
    def resident(self) -> User:
        assert self.ada.user is not None
        return self.ada.user

    def work(self, day: date, hours: float, kind: str = LoggedWork.Kind.OVERTIME) -> LoggedWork:
        """From six in the morning by the clocks of the program."""
        starts_at = datetime(day.year, day.month, day.day, 6, tzinfo=self.program.zone)
        return LoggedWorkFactory(
            program=self.program,
            person=self.ada,
            kind=kind,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            logged_by=self.resident,
        )


@pytest.fixture
def ward(db: None) -> Ward:
    program = ProgramFactory(name="Cedar Family Medicine", slug="cedar")
    schedule = ScheduleFactory(academic_year=AcademicYearFactory(program=program, year=2026))
    ada = _resident(program)
    version = ScheduleVersionFactory(schedule=schedule)
    RotationAssignmentFactory(version=version, person=ada, rotation__name="Wards")
    freeze(version)
    return Ward(
        program, version, ada, account("coordinator", program), account("director", program)
    )


def _resident(program: Program) -> Person:
    user = account("resident", program)
    person = Person.objects.get(user=user)
    person.first_name, person.last_name = "Ada", "Rowan"
    person.save()
    return person


@pytest.fixture
def bea(ward: Ward) -> Person:
    """Enrolled, and on no rotation."""
    person = PersonFactory(first_name="Bea", last_name="Larch")
    EnrolmentFactory(program=ward.program, person=person, academic_year=2026)
    return person
