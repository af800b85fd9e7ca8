"""Which assignments a question finds, and in which order."""

from datetime import date

import pytest

from scheduling.models import Assignment, Schedule, ScheduleVersion
from tests.factories.scheduling import (
    AssignmentFactory,
    CallAssignmentFactory,
    LeaveAssignmentFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleVersionFactory,
    freeze,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return ScheduleVersionFactory()


@pytest.fixture
def person_of_each_kind(version):
    """A rotation 1-28 July, a half-day and a call on 6 July, and leave 21-27 December."""
    first = RotationAssignmentFactory(version=version)
    same = {"version": version, "person": first.person}
    return {
        "rotation": first,
        "half-day": AssignmentFactory(**same),
        "call": CallAssignmentFactory(**same),
        "leave": LeaveAssignmentFactory(**same),
    }


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda rows: rows.rotations(), "rotation"),
        (lambda rows: rows.half_days(), "half-day"),
        (lambda rows: rows.calls(), "call"),
        (lambda rows: rows.leave(), "leave"),
    ],
)
def test_kind_is_found_alone(ask, kind, person_of_each_kind):
    assert list(ask(Assignment.objects.all())) == [person_of_each_kind[kind]]


@pytest.mark.parametrize(
    ("first_day", "last_day", "found"),
    [
        (date(2026, 6, 1), date(2026, 6, 30), []),
        (date(2026, 6, 1), date(2026, 7, 1), ["rotation"]),
        (date(2026, 7, 6), date(2026, 7, 6), ["rotation", "half-day", "call"]),
        (date(2026, 7, 7), date(2026, 7, 7), ["rotation"]),
        (date(2026, 7, 28), date(2026, 12, 20), ["rotation"]),
        (date(2026, 7, 29), date(2026, 12, 20), []),
        (date(2026, 12, 27), date(2027, 6, 30), ["leave"]),
        (date(2026, 12, 28), date(2027, 6, 30), []),
        (date(2026, 6, 1), date(2027, 6, 30), ["rotation", "half-day", "call", "leave"]),
    ],
)
def test_overlapping_counts_both_ends(first_day, last_day, found, person_of_each_kind):
    rows = Assignment.objects.overlapping(first_day, last_day)

    assert [row.kind for row in rows] == found


def test_questions_are_put_together(person_of_each_kind):
    july = Assignment.objects.overlapping(date(2026, 7, 1), date(2026, 7, 31))

    assert list(july.leave()) == []
    assert list(july.calls()) == [person_of_each_kind["call"]]


def test_order_is_that_of_the_clock_whatever_came_first(version):
    late = AssignmentFactory(version=version, starts_on=date(2026, 7, 8))
    afternoon = AssignmentFactory(version=version, person=late.person, slot="PM")
    morning = AssignmentFactory(version=version, person=late.person)

    assert list(version.assignments.all()) == [morning, afternoon, late]


def test_names_cost_no_query_of_their_own(person_of_each_kind, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = [(row.code, row.person.full_name) for row in Assignment.objects.with_names()]

    assert shown == [(row.code, row.person.full_name) for row in person_of_each_kind.values()]


def test_versions_are_found_by_state_and_program():
    published = freeze(ScheduleVersionFactory())
    draft = ScheduleVersionFactory(schedule=published.schedule, number=2)
    elsewhere = ScheduleVersionFactory()
    versions = ScheduleVersion.objects.of_program(published.schedule.program)

    assert list(versions) == [draft, published]
    assert list(versions.draft()) == [draft]
    assert list(versions.published()) == [published]
    assert list(ScheduleVersion.objects.of_program(elsewhere.schedule.program)) == [elsewhere]


def test_draft_goes_with_its_assignments(person_of_each_kind, version):
    version.delete()

    assert not Assignment.objects.exists()
    assert Schedule.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "replaceable"),
    [
        ({"source": "solver"}, True),
        ({"source": "pattern"}, True),
        ({"source": "manual"}, False),
        ({"source": "import"}, False),
        ({"source": "solver", "locked": True, "lock_reason": "Own patients"}, False),
    ],
)
def test_unlocked_row_that_a_solve_made_is_replaceable(version, row, replaceable):
    made = AssignmentFactory(version=version, **row)

    assert made.is_replaceable == replaceable
    assert Assignment.objects.replaceable().exists() == replaceable


@pytest.mark.parametrize(
    ("with_call", "found"),
    [
        (False, ["rotation", "half-day", "call", "leave"]),
        (True, ["half-day", "call", "leave", "IN"]),
    ],
)
def test_weeks_of_attending_are_decided_with_call(person_of_each_kind, version, with_call, found):
    inpatient = RotationFactory(
        program=version.schedule.program, code="IN", kind="attending", pgys=[]
    )
    week = RotationAssignmentFactory(version=version, rotation=inpatient)
    named = {row.pk: name for name, row in person_of_each_kind.items()} | {week.pk: "IN"}

    rows = Assignment.objects.decided_with_call(with_call).order_by("pk")

    assert [named[row.pk] for row in rows] == found
