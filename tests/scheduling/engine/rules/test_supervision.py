"""Enough attendings wherever residents need them."""

import pytest

from scheduling.engine.problem import Duty, Person, Roster, Supervision
from scheduling.engine.rules import Attendings
from tests.scheduling.engine.builders import (
    attending,
    clinic,
    duty,
    problem,
    resident,
    roster,
    told,
)

LEARN = clinic(0, place="main", supervision=Supervision.BY_LEVEL)
TEACH = clinic(0, code="AT", place="main", supervision=Supervision.SUPPLIES)
FIRSTS = [resident(f"first {n}", pgy=1) for n in range(4)]
LATERS = [resident(f"later {n}", pgy=2 + n % 2) for n in range(5)]
GRAY, HALE = attending("gray"), attending("hale")
SHORT = "main Mon 08 Mar 2027 08:00: {} more attending{} needed."


def said(*pairs: tuple[Person, Duty], **parameters: int) -> list[str]:
    people, duties = dict.fromkeys(p for p, _ in pairs), dict.fromkeys(d for _, d in pairs)
    return told(Attendings(**parameters), problem(people, duties), roster(*pairs))


def needed(firsts: int, laters: int) -> int:
    """How many attendings are asked for when there is none."""
    found = said(*((person, LEARN) for person in [*FIRSTS[:firsts], *LATERS[:laters]]))
    return int(found[0].split(": ")[1].split()[0]) if found else 0


@pytest.mark.parametrize(
    ("firsts", "laters", "attendings"),
    [(1, 1, 1), (1, 0, 1), (0, 1, 1), (2, 0, 1), (1, 2, 1), (0, 4, 1), (0, 5, 2), (2, 1, 2),
     (3, 2, 2), (4, 1, 3)],
)  # fmt: skip
def test_half_of_one_for_a_pgy_1_and_a_quarter_for_others_are_added_and_then_rounded(
    firsts, laters, attendings
):
    assert needed(firsts, laters) == attendings


def test_one_attending_serves_a_pgy_1_and_a_pgy_2():
    learners = [(FIRSTS[0], LEARN), (LATERS[0], LEARN)]

    assert said(*learners) == [SHORT.format(1, "")]
    assert said(*learners, (GRAY, TEACH)) == []


def test_one_attending_does_not_serve_five_of_whom_one_is_a_pgy_1():
    learners = [(person, LEARN) for person in [FIRSTS[0], *LATERS[:3]]]

    assert said(*learners, (GRAY, TEACH)) == [SHORT.format(1, "")]
    assert said(*learners, (GRAY, TEACH), (HALE, TEACH)) == []


def test_several_missing_are_said_in_the_plural():
    assert said(*((person, LEARN) for person in [*FIRSTS, LATERS[0]])) == [SHORT.format(3, "s")]


def test_a_procedure_needs_an_attending_of_its_own():
    procedure = clinic(0, code="PROC", place="main", supervision=Supervision.ONE)
    both = [(LATERS[0], LEARN), (LATERS[1], procedure)]

    assert said(*both, (GRAY, TEACH)) == [SHORT.format(1, "")]
    assert said(*both, (GRAY, TEACH), (HALE, TEACH)) == []


def test_attendings_who_see_patients_themselves_need_nobody():
    procedure = clinic(0, code="PROC", place="main", supervision=Supervision.ONE)

    assert said((GRAY, LEARN), (HALE, procedure)) == []


def test_an_attending_elsewhere_does_not_count():
    elsewhere = clinic(0, code="AT2", place="annex", supervision=Supervision.SUPPLIES)

    assert said((LATERS[0], LEARN), (GRAY, elsewhere)) == [SHORT.format(1, "")]


def test_an_attending_of_the_afternoon_does_not_count_in_the_morning():
    afternoon = clinic(0, "PM", "AT", place="main", supervision=Supervision.SUPPLIES)

    assert said((LATERS[0], LEARN), (GRAY, afternoon)) == [SHORT.format(1, "")]


@pytest.mark.parametrize(
    ("starts", "ends", "short_at"),
    [(8, 12, []), (7, 13, []), (9, 12, ["08:00"]), (8, 11, ["11:00"])],
)
def test_an_attending_who_comes_late_or_leaves_early_is_missed(starts, ends, short_at):
    teach = duty("AT", "AT", 0, starts, ends, place="main", supervision=Supervision.SUPPLIES)

    assert said((LATERS[0], LEARN), (GRAY, teach)) == [
        f"main Mon 08 Mar 2027 {clock}: 1 more attending needed." for clock in short_at
    ]


def test_attendings_may_take_turns():
    first = duty("AT 1", "AT", 0, 8, 10, place="main", supervision=Supervision.SUPPLIES)
    second = duty("AT 2", "AT", 0, 10, 12, place="main", supervision=Supervision.SUPPLIES)

    assert said((LATERS[0], LEARN), (GRAY, first), (HALE, second)) == []


def test_the_ratio_is_a_parameter():
    eight = [(person, LEARN) for person in LATERS[:2]]

    assert said(*eight, (GRAY, TEACH), later_quarters=2) == []
    assert said(*eight, (GRAY, TEACH), later_quarters=3) == [SHORT.format(1, "")]
    assert said((FIRSTS[0], LEARN), (GRAY, TEACH), first_year_quarters=5) == [SHORT.format(1, "")]


def test_an_attending_without_residents_is_not_too_many():
    assert said((GRAY, TEACH)) == []


def test_nothing_is_asked_where_nobody_is():
    assert told(Attendings(), problem([LATERS[0], GRAY], [LEARN, TEACH]), Roster()) == []
