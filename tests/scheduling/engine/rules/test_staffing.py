"""Staffing at a price, and totals."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Quota, Roster, Staffing
from scheduling.engine.rules import PricedStaffing, Tier, Totals
from tests.scheduling.engine.builders import clinic, problem, resident, told

PEOPLE = [resident(name) for name in ("ada", "bea", "cyd")]
WANTED = Staffing(("C-0-AM",), 2, 100, 3, label="clinic")


@pytest.mark.parametrize(("there", "cost"), [(0, 200), (1, 100), (2, 0), (3, 3)])
def test_each_person_too_few_or_too_many_has_its_price(there, cost):
    asked = problem(PEOPLE, [clinic(0)], staffings=[WANTED])
    done = Roster.of((person.id, "C-0-AM") for person in PEOPLE[:there])

    assert check(asked, done, [PricedStaffing()]).costs == {Tier.EDUCATION: cost}


def test_what_would_be_right_is_said():
    asked = problem(PEOPLE, [clinic(0)], staffings=[WANTED])

    assert told(PricedStaffing(), asked) == ["clinic: 3; 2 would be right."]
    assert told(PricedStaffing(), asked, Roster()) == ["clinic: 0; 2 would be right."]


def test_only_those_with_the_tags_count():
    asked = problem(
        PEOPLE, [clinic(0)], staffings=[Staffing(("C-0-AM",), 1, who=frozenset({"faculty"}))]
    )

    assert check(asked, Roster(asked.candidates), [PricedStaffing()]).costs == {Tier.EDUCATION: 1}


def test_a_negative_price_is_refused():
    with pytest.raises(ValueError, match="Staffing clinic has a negative number"):
        Staffing(("C-0-AM",), 1, -1, label="clinic")


def test_totals_are_sums_of_weights():
    quota = Quota("totals", "ada", {"C-0-AM": 240, "C-1-AM": 240}, 300, 400, "minutes in all")
    asked = problem(PEOPLE[:1], [clinic(0), clinic(1)], quotas=[quota])

    assert told(Totals(), asked) == ["Ada, minutes in all: 480; at most 400 allowed."]
