"""One moment, two programs and those who act in them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from people.models import Person, Program, Role, User
from tests.factories.people import (
    EnrolmentFactory,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    UserFactory,
)

AT = datetime(2026, 1, 15, 18, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def program(db) -> Program:
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def other_program(db) -> Program:
    return ProgramFactory(name="Harbor Surgery", slug="harbor")


@pytest.fixture
def acting(program: Program) -> Callable[..., User]:
    """An account with a role, in the program unless another is given."""

    def make(kind: str, where: Program | None = None, user: User | None = None) -> User:
        account = user or UserFactory()
        RoleFactory(user=account, kind=kind, program=where or program)
        account.is_staff = True
        account.save()
        return account

    return make


@pytest.fixture
def coordinator(acting: Callable[..., User]) -> User:
    return acting(Role.Kind.COORDINATOR)


@pytest.fixture
def superuser(db) -> User:
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def resident(program: Program) -> Person:
    """Enrolled, with an account and a role."""
    person = PersonFactory(with_account=True, last_name="Rowan")
    EnrolmentFactory(program=program, person=person)
    RoleFactory(program=program, user=person.user, kind=Role.Kind.RESIDENT)
    return person


@pytest.fixture
def stranger(other_program: Program) -> Person:
    """The same in the other program."""
    person = PersonFactory(with_account=True, last_name="Stranger")
    EnrolmentFactory(program=other_program, person=person)
    RoleFactory(program=other_program, user=person.user, kind=Role.Kind.RESIDENT)
    return person
