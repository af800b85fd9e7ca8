"""Nights in a row."""

import pytest

from scheduling.engine.problem import Duty, Work
from scheduling.engine.rules import NightRun
from tests.scheduling.engine.builders import call, duty, night, problem, resident, told

ADA = resident("ada")


def said(*duties: Duty, **parameters: int) -> list[str]:
    return told(NightRun(**parameters), problem([ADA], duties))


def test_six_nights_in_a_row_are_allowed():
    assert said(*map(night, range(6))) == []


def test_the_seventh_night_is_too_many():
    assert said(*map(night, range(7))) == [
        "Ada works 7 nights in a row, 08 Mar to 14 Mar 2027; the limit is 6."
    ]


def test_each_further_night_is_a_fault_of_its_own():
    assert said(*map(night, range(9))) == [
        f"Ada works 7 nights in a row, {days} 2027; the limit is 6."
        for days in ("08 Mar to 14 Mar", "09 Mar to 15 Mar", "10 Mar to 16 Mar")
    ]


def test_a_night_off_starts_the_count_anew():
    assert said(*(night(n) for n in range(13) if n != 6)) == []


def test_the_number_is_a_parameter():
    assert said(night(0), night(1), nights=1) == [
        "Ada works 2 nights in a row, 08 Mar to 09 Mar 2027; the limit is 1."
    ]


def test_two_duties_in_one_night_are_one_night():
    assert said(night(0), call(0), nights=1) == []
    assert len(said(night(0), call(0), call(1), nights=1)) == 1


def test_nights_of_two_people_do_not_add_up():
    people = [resident("ada"), resident("bea")]
    shared = [("ada" if n < 4 else "bea", f"NF-{n}") for n in range(8)]
    asked = problem(people, map(night, range(8)), candidates=frozenset(shared))

    assert told(NightRun(nights=4), asked) == []


@pytest.mark.parametrize(
    ("starts", "ends", "is_night"),
    [
        (18, 30, True),
        (18, 27, False),
        (18, 27 + 1 / 60, True),
        (24, 30, True),
        (27, 33, True),
        (27 + 1 / 60, 33, False),
        (7, 31, True),
        (8, 17, False),
    ],
    ids=str,
)
def test_a_night_is_worked_when_three_in_the_morning_is(starts, ends, is_night):
    before, shift = night(7), duty("shift", "S", 8, starts, ends)

    assert bool(said(before, shift, nights=1)) == is_night


def test_a_duty_after_midnight_belongs_to_the_night_before():
    early = duty("early", "E", 8, 0, 6)

    assert said(night(6), early, nights=1) == [
        "Ada works 2 nights in a row, 14 Mar to 15 Mar 2027; the limit is 1."
    ]
    assert said(night(8), early, nights=1) == [
        "Ada works 2 nights in a row, 15 Mar to 16 Mar 2027; the limit is 1."
    ]


@pytest.mark.parametrize(
    ("work", "counts"),
    [(Work.CALL, True), (Work.EDUCATION, True), (Work.HOME_CALL, False), (Work.NONE, False)],
)
def test_only_work_in_house_makes_a_night(work, counts):
    assert bool(said(night(0), call(1, work=work), nights=1)) == counts


def test_the_night_in_which_the_clocks_change_is_a_night():
    assert len(said(night(4), night(5), night(6), nights=2)) == 1
