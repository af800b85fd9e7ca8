"""Groups of residents that take turns in the clinic."""

from datetime import date, timedelta

import pytest

from people.models import Enrolment
from scheduling.bridge.clinic_weeks import ClinicWeeks, cut
from scheduling.bridge.parts import Parts
from scheduling.bridge.timeline import Timeline
from scheduling.bridge.year import YearPart
from scheduling.engine.academic_year import Span
from tests.factories.scheduling import (
    RotationDemandFactory,
    RotationFactory,
)

FIRST = date(2026, 7, 1)
YEAR = Span(FIRST, date(2027, 6, 30))


def days(first: int, last: int) -> Span:
    return Span(FIRST + timedelta(days=first), FIRST + timedelta(days=last))


@pytest.fixture
def groups(small):
    """Clinic one week in three; the residents are of groups 1 and 2."""
    clinic = RotationFactory(program=small.program, code="AMB", every_weeks=3)
    for number, person in enumerate(small.residents, start=1):
        Enrolment.objects.filter(person=person).update(clinic_group=number)
    return clinic


def test_days_are_cut_into_what_is_inside_and_what_is_between():
    pieces = list(cut(days(0, 27), [days(21, 30), days(7, 13)]))

    assert pieces == [
        (days(0, 6), False),
        (days(7, 13), True),
        (days(14, 20), False),
        (days(21, 27), True),
    ]


def test_groups_are_in_the_clinic_one_after_the_other(groups, source):
    weeks = ClinicWeeks(source)
    first, second = (weeks.of(enrolment) for enrolment in source.residents)

    assert set(first) & set(second) == set()
    assert (second[0].starts_on - first[0].starts_on).days in range(1, 8)
    assert all(span.length <= 7 for span in (*first, *second))


def test_residents_leave_their_rotation_for_the_clinic(groups, small, source, place):
    place(0)

    segments = Timeline(source).segments[small.residents[0].pk]
    weeks = ClinicWeeks(source).of(source.residents[0])
    block = small.block(1)

    clinic = [segment.days for segment in segments if segment.rotation.code == "AMB"]
    assert clinic == [week for week in weeks if week.ends_on <= block.ends_on]
    assert sum(segment.days.length for segment in segments) == (
        (block.ends_on - block.starts_on).days + 1
    )


def test_nobody_leaves_night_float(groups, small, source, place):
    place(0, rotation=RotationFactory(program=small.program, code="NF", kind="night"))

    segments = Timeline(source).segments[small.residents[0].pk]

    assert [segment.rotation.code for segment in segments] == ["NF"]


def test_those_who_are_left_must_be_enough(groups, small, source):
    RotationDemandFactory(rotation=small.rotation, pgy=1, minimum=1)
    parts = Parts("America/Chicago")
    block = small.block(2)

    YearPart(parts, source).add_demands(Span(block.starts_on, block.ends_on))

    weekly = [demand for demand in parts.demands if " away" in demand.label]
    assert {demand.low for demand in weekly} == {1}
    assert {demand.who for demand in weekly} == {
        frozenset({"PGY-1 clinic group 2"}),
        frozenset({"PGY-1 clinic group 1"}),
        frozenset({"PGY-1 clinic group 1", "PGY-1 clinic group 2"}),
    }


def test_a_program_without_clinic_weeks_has_none(small, source, place):
    place(0)

    assert ClinicWeeks(source).rotation is None
    assert len(Timeline(source).segments[small.residents[0].pk]) == 1
