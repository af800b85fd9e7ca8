"""Why somebody is away is for themselves and for the office."""

import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import Absence, Role
from people.privacy import AbsenceReader, SeenAbsence
from tests.factories.people import AbsenceFactory

pytestmark = pytest.mark.django_db

OPEN = SeenAbsence(label="Medical leave", kind="medical", reason="Knee.")
HIDDEN = SeenAbsence(label="Away", kind=None, reason=None)


@pytest.fixture
def absence(program, resident) -> Absence:
    return AbsenceFactory(program=program, person=resident, kind="medical", reason="Knee.")


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (Role.Kind.ADMIN, OPEN),
        (Role.Kind.DIRECTOR, OPEN),
        (Role.Kind.COORDINATOR, OPEN),
        (Role.Kind.CHIEF, HIDDEN),
        (Role.Kind.FACULTY, HIDDEN),
        (Role.Kind.RESIDENT, HIDDEN),
    ],
)
def test_absence_as_a_role_sees_it(kind, seen, absence, acting, at):
    assert AbsenceReader(acting(kind), at=at).read(absence) == seen


def test_absence_as_the_person_sees_it(absence, at):
    assert AbsenceReader(absence.person.user, at=at).read(absence) == OPEN


def test_absence_as_the_office_of_another_program_sees_it(absence, acting, other_program, at):
    neighbor = acting(Role.Kind.COORDINATOR, where=other_program)

    assert AbsenceReader(neighbor, at=at).read(absence) == HIDDEN


def test_absence_as_anonymous_sees_it(absence, at):
    assert AbsenceReader(AnonymousUser(), at=at).read(absence) == HIDDEN


def test_absence_of_a_person_without_an_account_is_not_anonymous_s_own(absence, at):
    absence.person.user = None

    assert AbsenceReader(AnonymousUser(), at=at).read(absence) == HIDDEN


@pytest.mark.parametrize("rows", [1, 3])
def test_reader_asks_once(rows, program, coordinator, at, django_assert_num_queries):
    AbsenceFactory.create_batch(rows, program=program)

    with django_assert_num_queries(3):
        reader = AbsenceReader(coordinator, at=at)
        absences = Absence.objects.select_related("person")
        assert [reader.read(absence).label for absence in absences] == ["Vacation"] * rows
