"""What is read of the year of a version, and that nothing of another program is."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling.bridge.problems import block_parts, call_parts, version_parts, year_parts
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Block, Span
from tests.factories.people import (
    AbsenceFactory,
    CredentialFactory,
    EnrolmentFactory,
    PersonFactory,
)
from tests.factories.scheduling import (
    YEAR,
    AssignmentFactory,
    CallAssignmentFactory,
    CallHistoryFactory,
    CallTypeFactory,
    CurriculumItemFactory,
    LeaveAssignmentFactory,
    PlaceFactory,
    RequestFactory,
    RotationAssignmentFactory,
    RotationDemandFactory,
    ScheduleVersionFactory,
    SpecialDayFactory,
)
from tests.scheduling.small_program import small_program

YEAR_SPAN = Span(date(2026, 7, 1), date(2027, 6, 30))
BLOCK = Span(date(2026, 7, 1), date(2026, 7, 28))


def test_enrolments_are_those_of_the_year_and_program(small, source):
    faculty = EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)
    EnrolmentFactory(program=small.program, academic_year=YEAR - 1)
    EnrolmentFactory(academic_year=YEAR)

    assert source.people == {*(p.pk for p in small.residents), faculty.person_id}
    assert [e.person for e in source.residents] == list(small.residents)
    assert source.faculty == [faculty]


def test_absences_are_the_approved_ones_that_touch_the_year(small, source):
    ada, bea = small.residents
    july = {"starts_on": date(2026, 7, 6), "ends_on": date(2026, 7, 12)}
    approved = AbsenceFactory(program=small.program, person=ada, approved=True, **july)
    AbsenceFactory(program=small.program, person=bea, **july)
    AbsenceFactory(program=small.program, person=PersonFactory(), approved=True, **july)
    AbsenceFactory(
        program=small.program,
        person=bea,
        approved=True,
        starts_on=date(2026, 6, 22),
        ends_on=date(2026, 6, 30),
    )

    assert source.absences == [approved]


def test_absences_of_other_programs_count_and_of_the_own_plan_do_not(small, source):
    ada = small.residents[0]
    other = small_program("Alder Internal Medicine", slug="alder").program
    days = [(date(2026, 7, day), date(2026, 7, day)) for day in (6, 7, 8)]
    theirs, planned_there, _ = (
        AbsenceFactory(
            program=program,
            person=ada,
            approved=True,
            source=origin,
            starts_on=first,
            ends_on=last,
        )
        for (first, last), program, origin in zip(
            days, (other, other, small.program), ("request", "plan", "plan"), strict=True
        )
    )

    assert source.absences == [theirs, planned_there]


def test_assignments_are_of_the_version_in_order_of_time(small, draft, source, place):
    later, sooner = place(0, 2), place(1, 1)
    draft.status, draft.published_at = "withdrawn", draft.created_at
    draft.save()
    newer = ScheduleVersionFactory(schedule=draft.schedule, number=2)
    RotationAssignmentFactory(version=newer, person=small.residents[0])

    assert [source.named(row) for row in source.assignments] == [sooner, later]
    assert source.of_kind("rotation") == source.assignments
    assert source.of_kind("call") == []


def test_period_of_a_day_takes_block_0_for_a_part_of_block_1(db):
    program = small_program(block_calendar="thursday_blocks")
    source = Source(ScheduleVersionFactory(schedule__academic_year=program.year))

    assert source.period_of(date(2026, 7, 1)) == Block(date(2026, 7, 1), date(2026, 7, 29), 1, 1)


def test_each_table_is_read_once(small, source, place, call_type):
    place(0)
    with CaptureQueriesContext(connection) as first:
        version_parts(source)
    with CaptureQueriesContext(connection) as second:
        version_parts(source)

    tables = [query["sql"].partition(" FROM ")[2].split()[0] for query in first]
    assert len(tables) == len(set(tables))
    assert len(second) == 0


@pytest.fixture
def neighbor(small, draft, call_type):
    """Another program with the same codes and much to do, which shares Ada."""
    ada = small.residents[0]
    other = small_program("Alder Internal Medicine", slug="alder")
    EnrolmentFactory(
        program=other.program, person=ada, academic_year=YEAR, pgy=3, call_eligible=False
    )
    CredentialFactory(program=other.program, person=ada)
    PlaceFactory(program=other.program, rooms=1)
    RotationDemandFactory(rotation=other.rotation, minimum=9)
    CurriculumItemFactory(rotation=other.rotation, academic_year=YEAR, pgy=3)
    there = CallTypeFactory(program=other.program, code="RC", pool_minimum=5)
    CallHistoryFactory(call_type=there, person=ada, nights=40)
    RequestFactory(program=other.program, person=ada)
    RequestFactory(program=other.program, person=ada, kind="call", wish="avoid")
    RequestFactory(program=other.program, person=ada, kind="clinic", wish="avoid")
    RequestFactory(
        program=other.program, person=ada, kind="rotation", rotation=other.rotation, rank=2
    )
    SpecialDayFactory(program=other.program, on=date(2026, 7, 6))
    version = ScheduleVersionFactory(schedule__academic_year=other.year)
    RotationAssignmentFactory(version=version, person=ada, rotation=other.rotation)
    AssignmentFactory(version=version, person=ada, activity=other.clinic)
    CallAssignmentFactory(version=version, person=ada, call_type=there)
    LeaveAssignmentFactory(version=version, person=ada)
    return other


@pytest.mark.parametrize(
    ("build", "within"),
    [
        (year_parts, YEAR_SPAN),
        (call_parts, YEAR_SPAN),
        (block_parts, BLOCK),
        (lambda source, _: version_parts(source), YEAR_SPAN),
    ],
    ids=["year", "call", "block", "version"],
)
def test_nothing_of_another_program_gets_into_a_problem(
    small, draft, place, call_type, build, within, request
):
    place(0)
    AssignmentFactory(version=draft, person=small.residents[0], activity=small.clinic)
    alone = build(Source(draft), within).problem()

    request.getfixturevalue("neighbor")

    assert build(Source(draft), within).problem() == alone


def test_absence_in_another_program_is_all_that_gets_into_a_problem(
    small, draft, place, call_type, neighbor
):
    place(0)
    alone = version_parts(Source(draft)).problem()
    AbsenceFactory(
        program=neighbor.program,
        person=small.residents[0],
        approved=True,
        starts_on=date(2026, 8, 3),
        ends_on=date(2026, 8, 9),
    )

    found = version_parts(Source(draft)).problem()

    assert [away.person for away in found.away] == [str(small.residents[0].pk)]
    assert replace(found, away=()) == alone
