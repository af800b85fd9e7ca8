"""People, their absences, and the times over which their work is averaged."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from people.models import Enrolment
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import (
    add_away,
    add_bars,
    add_people,
    add_spans,
    may_take,
    standing_leave,
)
from scheduling.bridge.timeline import Timeline
from scheduling.engine import problem as engine
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Away, Bar, Credential, Kind, Person
from scheduling.models import CallType
from tests.factories.people import (
    AbsenceFactory,
    CredentialFactory,
    CredentialKindFactory,
    EnrolmentFactory,
)
from tests.factories.scheduling import YEAR, LeaveAssignmentFactory, RotationFactory

ZONE = ZoneInfo("America/Chicago")
DECEMBER = Span(date(2026, 12, 1), date(2026, 12, 31))


def at(month: int, day: int, hour: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


@pytest.fixture
def parts() -> Parts:
    return Parts("America/Chicago")


def test_people_carry_tags_and_credentials(small, source, parts, call_type):
    ada = small.residents[0]
    kind = CredentialKindFactory(program=small.program, code="BLS")
    CredentialFactory(
        program=small.program,
        person=ada,
        kind=kind,
        issued_on=date(2025, 7, 1),
        expires_on=date(2026, 12, 31),
    )
    faculty = EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)

    add_people(parts, source)

    people = {person.id: person for person in parts.people}
    assert people[str(ada.pk)] == Person(
        str(ada.pk),
        "Rowan A.",
        frozenset({"resident", "PGY-1", "call RC"}),
        (Credential("BLS", date(2025, 7, 1), date(2026, 12, 31)),),
    )
    assert people[str(faculty.person_id)].tags == {"faculty", "core"}


@pytest.mark.parametrize(
    ("enrolment", "allowed"),
    [
        ({"pgy": 2}, True),
        ({"pgy": 1}, False),
        ({"pgy": 2, "call_eligible": False}, False),
        ({"position": "faculty", "faculty_role": "core"}, False),
    ],
)
def test_call_of_residents_is_for_its_levels(enrolment, allowed):
    call = CallType(staff="resident", pgys=[2, 3])
    person = Enrolment(**({"position": "resident"} | enrolment))

    assert may_take(person, call) is allowed


@pytest.mark.parametrize(
    ("enrolment", "allowed"),
    [
        ({"faculty_role": "core"}, True),
        ({"faculty_role": "adjunct"}, False),
        ({"faculty_role": "core", "call_eligible": False}, False),
        ({"position": "resident", "pgy": 1}, False),
    ],
)
def test_call_of_faculty_is_for_all_roles_but_some(enrolment, allowed):
    call = CallType(staff="faculty", excluded_roles=["adjunct"])
    person = Enrolment(**({"position": "faculty"} | enrolment))

    assert may_take(person, call) is allowed


def test_absences_are_to_the_half_day_on_the_programs_clock(small, source, parts):
    ada, bea = small.residents
    AbsenceFactory(
        program=small.program,
        person=ada,
        approved=True,
        starts_on=date(2026, 7, 6),
        starts_at_slot="PM",
        ends_on=date(2026, 7, 8),
        ends_slot="AM",
    )
    AbsenceFactory(
        program=small.program,
        person=bea,
        approved=True,
        kind="sick",
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 11, 1),
    )

    add_away(parts, source)

    assert parts.away == [
        Away(str(ada.pk), at(7, 6, 12), at(7, 8, 12), planned=True),
        Away(str(bea.pk), at(11, 1), at(11, 2), planned=False),
    ]


def test_days_before_and_after_an_enrolment_are_no_planned_absence(small, source, parts):
    new = EnrolmentFactory(
        program=small.program,
        academic_year=YEAR,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 3, 31),
    )

    add_away(parts, source)

    person = str(new.person_id)
    assert parts.away == [
        Away(person, at(7, 1), at(9, 1), planned=False),
        Away(person, at(4, 1, year=2027), at(7, 1, year=2027), planned=False),
    ]


def test_leave_that_is_decided_anew_is_no_absence_unless_locked(small, draft, source, parts):
    ada, bea = small.residents
    LeaveAssignmentFactory(version=draft, person=ada)
    locked = LeaveAssignmentFactory(
        version=draft, person=bea, locked=True, lock_reason="Wedding", starts_on=date(2026, 12, 7)
    )

    add_away(parts, source, replanned=DECEMBER)

    assert [row.pk for row in standing_leave(source, DECEMBER)] == [locked.pk]
    assert parts.away == [Away(str(bea.pk), at(12, 7), at(12, 14))]


def test_leave_outside_the_days_is_an_absence(small, draft, source, parts):
    row = LeaveAssignmentFactory(version=draft, person=small.residents[0])

    add_away(parts, source, replanned=Span(date(2026, 7, 1), date(2026, 11, 30)))

    assert [each.pk for each in standing_leave(source, None)] == [row.pk]
    assert parts.away == [Away(str(row.person_id), at(12, 21), at(12, 28))]


def test_spans_are_the_rotations_that_touch_the_days(small, source, parts, place):
    for block in (1, 2, 3):
        place(0, block)

    add_spans(parts, source, Timeline(source), Span(date(2026, 7, 28), date(2026, 7, 29)))

    ada = str(small.residents[0].pk)
    assert parts.spans == [
        engine.Span(ada, date(2026, 7, 1), date(2026, 7, 28), "FM, block 1"),
        engine.Span(ada, date(2026, 7, 29), date(2026, 8, 25), "FM, block 2"),
    ]


@pytest.mark.parametrize(
    ("last", "pieces"),
    [
        (date(2026, 7, 31), [(date(2026, 7, 1), date(2026, 7, 31))]),
        (
            date(2026, 8, 1),
            [(date(2026, 7, 1), date(2026, 7, 28)), (date(2026, 7, 29), date(2026, 8, 1))],
        ),
    ],
)
def test_rotation_longer_than_a_month_is_averaged_in_pieces(source, parts, place, last, pieces):
    place(0, ends_on=last)

    add_spans(parts, source, Timeline(source), Span(date(2026, 7, 1), date(2026, 8, 1)))

    assert [(span.first_day, span.last_day) for span in parts.spans] == pieces


def test_rotation_without_call_bars_it(small, source, parts, place):
    service = RotationFactory(program=small.program, code="ICU", call_eligible=True)
    place(0, 1)
    place(0, 2, service)

    add_bars(parts, source, Timeline(source))

    ada = str(small.residents[0].pk)
    assert parts.bars == [Bar(ada, at(7, 1), at(7, 29), Kind.CALL, "on FM, block 1")]
