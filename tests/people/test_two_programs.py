"""One person in two programs: two places, each year for itself."""

from datetime import date

import pytest
from django.apps import apps

from people.models import Enrolment, Person
from tests.factories.people import AbsenceFactory, EnrolmentFactory, PersonFactory, RoleFactory

pytestmark = pytest.mark.django_db

LAST_DAY, FIRST_DAY = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def person(program, other_program):
    """Two years of residency here; there PGY-3 in the first year, and faculty in the second."""
    person = PersonFactory()
    EnrolmentFactory(person=person, program=program, academic_year=2025, pgy=1)
    EnrolmentFactory(person=person, program=program, academic_year=2026, pgy=2)
    EnrolmentFactory(person=person, program=other_program, academic_year=2025, pgy=3)
    EnrolmentFactory(person=person, program=other_program, academic_year=2026, faculty=True)
    return person


def place_of(person, program, day):
    enrolment = Enrolment.objects.on(day, program).get(person=person)
    return enrolment.position, enrolment.pgy


def test_place_is_that_of_the_program_and_the_year(person, program, other_program):
    assert place_of(person, program, LAST_DAY) == ("resident", 1)
    assert place_of(person, program, FIRST_DAY) == ("resident", 2)
    assert place_of(person, other_program, LAST_DAY) == ("resident", 3)
    assert place_of(person, other_program, FIRST_DAY) == ("faculty", None)


def test_change_of_one_place_changes_no_other(person, program, other_program):
    Enrolment.objects.filter(program=program, academic_year=2026).update(pgy=1, track="rural")

    assert place_of(person, program, LAST_DAY) == ("resident", 1)
    assert place_of(person, program, FIRST_DAY) == ("resident", 1)
    assert place_of(person, other_program, LAST_DAY) == ("resident", 3)
    assert list(person.enrolments.exclude(track="").values_list("academic_year")) == [(2026,)]


def test_place_that_ends_leaves_the_other(person, program, other_program):
    Enrolment.objects.filter(program=program, academic_year=2025).update(ends_on=date(2026, 1, 31))

    assert not Enrolment.objects.on(date(2026, 2, 1), program).exists()
    assert place_of(person, other_program, date(2026, 2, 1)) == ("resident", 3)


def test_person_is_one_row_for_both_programs(person, program, other_program):
    RoleFactory(program=program, user=PersonFactory(with_account=True).user)

    assert list(Person.objects.in_programs([other_program])) == [person]
    assert Person.objects.in_programs([program, other_program]).count() == 2


def test_no_year_of_training_is_kept_but_in_enrolments():
    keeps_one = [
        model.__name__
        for model in apps.get_app_config("people").get_models()
        if any(field.name == "pgy" for field in model._meta.get_fields())
    ]

    assert keeps_one == ["Enrolment"]


def test_absence_is_of_the_program_in_which_it_was_entered(person, program, other_program):
    here = AbsenceFactory(person=person, program=program)
    there = AbsenceFactory(
        person=person,
        program=other_program,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 8),
    )

    assert list(program.absences.all()) == [here]
    assert list(other_program.absences.all()) == [there]
