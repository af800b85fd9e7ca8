"""Balances, board and six weeks of some people, with few queries."""

from datetime import UTC, date, datetime

import pytest

from people.models import Absence
from scheduling.queries.leave_book import LeaveBook
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    LeaveAllotmentFactory,
    PersonFactory,
    ProgramFactory,
)
from tests.factories.scheduling import SpecialDayFactory

AT = datetime(2026, 11, 29, 18, tzinfo=UTC)


@pytest.fixture
def program(db):
    return ProgramFactory(board="abim", training_years=3)


@pytest.fixture
def resident(program):
    """PGY-2; the year before is not enrolled here."""
    person = PersonFactory()
    EnrolmentFactory(program=program, person=person, academic_year=2026, pgy=2)
    return person


def absence(person, program, first, last, kind="vacation", **state):
    state = state or {"approved": True}
    return AbsenceFactory(
        program=program, person=person, kind=kind, starts_on=first, ends_on=last, **state
    )


def test_balance_tells_what_was_taken_is_planned_and_is_asked_for(program, resident):
    LeaveAllotmentFactory(program=program, half_days=40)
    SpecialDayFactory(program=program, on=date(2026, 11, 26), name="Thanksgiving")
    absence(resident, program, date(2026, 6, 29), date(2026, 7, 3))
    absence(resident, program, date(2026, 11, 23), date(2026, 12, 2))
    absence(resident, program, date(2027, 2, 1), date(2027, 2, 5), decided_at=None)
    absence(resident, program, date(2027, 3, 1), date(2027, 3, 5), kind="sick")

    (balance,) = LeaveBook(program, [resident.pk], at=AT).balances(resident.pk, 2026)

    # Wednesday to Friday in July; four days before the first Sunday of Advent, three after it.
    assert (balance.used, balance.planned, balance.asked) == (14, 6, 10)
    assert (balance.left, balance.left_if_granted) == (20, 10)


def test_weeks_of_leave_of_the_program_are_the_vacation_where_nothing_else_is_said(
    program, resident
):
    LeaveAllotmentFactory(program=program, name="Sick days", kinds=["sick"], half_days=20)

    found = LeaveBook(program, [resident.pk], at=AT).allotments(resident.pk, 2026)

    assert [(a.name, a.halves, a.source) for a in found] == [
        ("Vacation", 56, "the program's weeks of leave a year"),
        ("Sick days", 20, "the program's allotment from 2025-26"),
    ]


def test_allotment_holds_in_its_years_and_for_its_people(program, resident):
    LeaveAllotmentFactory(program=program, half_days=30, until_year=2025)
    LeaveAllotmentFactory(program=program, half_days=40, from_year=2026, pgys=[2])
    LeaveAllotmentFactory(program=program, half_days=50, from_year=2026, pgys=[3])

    book = LeaveBook(program, [resident.pk], at=AT)

    assert [a.halves for a in book.allotments(resident.pk, 2026)] == [40]
    assert book.allotments(resident.pk, 2025) == ()


def test_board_counts_all_of_training_and_says_what_it_does_not_know(program, resident):
    absence(resident, program, date(2026, 9, 1), date(2026, 12, 31), kind="parental")

    standing = LeaveBook(program, [resident.pk], at=AT).board(resident.pk, AT.date())

    (count,) = standing.counts
    assert (count.label, count.used, count.allowed) == ("PGY-1 to PGY-3", 244, 210)
    assert not count.is_whole
    assert (standing.planned_end, standing.days_longer, standing.end) == (
        date(2028, 6, 30), 17, date(2028, 7, 17),
    )  # fmt: skip


def test_nothing_is_said_of_the_end_of_training_where_its_length_is_unknown(program, resident):
    program.training_years = None

    assert LeaveBook(program, [resident.pk], at=AT).board(resident.pk, AT.date()) is None


def test_absence_that_is_only_thought_of_counts_and_one_may_be_left_out(program, resident):
    standing = absence(resident, program, date(2026, 9, 7), date(2026, 9, 13))
    thought = Absence(
        program=program,
        person=resident,
        kind="parental",
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 2, 14),
        status="approved",
        of_six_weeks=True,
        pay_percent=100,
    )

    book = LeaveBook(program, [resident.pk], at=AT, also=[thought], without=[standing.pk])

    assert book.balances(resident.pk, 2026)[0].left == 56
    assert (book.six_weeks(resident.pk).left, book.six_weeks(resident.pk).remarks()) == (0, ())


def test_many_people_are_read_with_as_many_queries_as_one(
    program, resident, django_assert_num_queries
):
    others = [PersonFactory() for _ in range(3)]
    for person in others:
        EnrolmentFactory(program=program, person=person, academic_year=2026)
    book = LeaveBook(program, [resident.pk, *(p.pk for p in others)], at=AT)

    with django_assert_num_queries(3):
        for person in [resident, *others]:
            book.balances(person.pk, 2026)
            book.board(person.pk, AT.date())
            book.six_weeks(person.pk)
