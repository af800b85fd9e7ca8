"""Giving somebody a place in a program."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Enrolment, Role
from people.services.enrolments import enrol
from tests.factories.people import EnrolmentFactory, PersonFactory, RoleFactory

pytestmark = pytest.mark.django_db


def test_new_person_is_enrolled(coordinator, program, at):
    enrolment = EnrolmentFactory.build(program=program, person=PersonFactory())

    enrol(enrolment, by=coordinator, at=at)

    assert Enrolment.objects.get() == enrolment


def test_person_of_the_program_is_enrolled_for_another_year(resident, coordinator, program, at):
    enrol(
        EnrolmentFactory.build(program=program, person=resident, academic_year=2026, pgy=2),
        by=coordinator,
        at=at,
    )

    years = resident.enrolments.order_by("academic_year").values_list("academic_year", "pgy")
    assert list(years) == [(2025, 1), (2026, 2)]


def test_enrolment_is_changed(resident, coordinator, at):
    enrolment = resident.enrolments.get()
    enrolment.fte_percent = 80

    enrol(enrolment, by=coordinator, at=at)

    assert resident.enrolments.get().fte_percent == 80


@pytest.mark.parametrize("kind", [Role.Kind.CHIEF, Role.Kind.FACULTY, Role.Kind.RESIDENT])
def test_enrolling_is_for_the_office(kind, acting, program, at):
    with pytest.raises(PermissionDenied) as refusal:
        enrol(
            EnrolmentFactory.build(program=program, person=PersonFactory()), by=acting(kind), at=at
        )

    assert str(refusal.value) == (
        "You may not change the people and their enrolments in Cedar Family Medicine."
    )


def test_person_of_another_program_is_not_brought_over(stranger, coordinator, program, at):
    with pytest.raises(PermissionDenied) as refusal:
        enrol(EnrolmentFactory.build(program=program, person=stranger), by=coordinator, at=at)

    assert str(refusal.value) == f"You may not enrol {stranger}, who belongs to another program."
    assert stranger.enrolments.count() == 1


def test_person_who_only_acts_in_another_program_is_not_brought_over(
    coordinator, program, other_program, at
):
    person = PersonFactory(with_account=True)
    RoleFactory(user=person.user, program=other_program)

    with pytest.raises(PermissionDenied):
        enrol(EnrolmentFactory.build(program=program, person=person), by=coordinator, at=at)


def test_person_is_brought_over_by_somebody_of_both_programs(
    stranger, coordinator, acting, program, other_program, at
):
    acting(Role.Kind.COORDINATOR, where=other_program, user=coordinator)

    enrol(EnrolmentFactory.build(program=program, person=stranger), by=coordinator, at=at)

    assert stranger.enrolments.count() == 2


def test_enrolment_does_not_move(stranger, coordinator, program, at):
    """Otherwise another program's enrolment could be taken by changing its program."""
    enrolment = stranger.enrolments.get()
    enrolment.program = program

    with pytest.raises(ValidationError) as refusal:
        enrol(enrolment, by=coordinator, at=at)

    assert refusal.value.messages == ["An enrolment stays with its person and its program."]


def test_enrolment_is_validated(coordinator, program, at):
    enrolment = EnrolmentFactory.build(program=program, person=PersonFactory(), pgy=9)

    with pytest.raises(ValidationError):
        enrol(enrolment, by=coordinator, at=at)
