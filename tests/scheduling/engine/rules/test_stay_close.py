"""What is published changes as little as possible."""

from dataclasses import replace

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Kind, Roster
from scheduling.engine.rules import NewDuties, StayClose, Tier
from tests.scheduling.engine.builders import call, clinic, day, problem, resident, roster, told

ADA, BEA = resident("ada"), resident("bea")
DUTIES = [clinic(n) for n in range(3)]
PUBLISHED = roster((ADA, DUTIES[0]), (BEA, DUTIES[1]))
ASKED = problem([ADA, BEA], DUTIES, published=PUBLISHED.pairs)


def test_what_is_published_costs_nothing():
    assert told(StayClose(), ASKED, PUBLISHED) == []


def test_a_duty_that_changes_hands_is_two_changes():
    assert told(StayClose(), ASKED, roster((BEA, DUTIES[0]), (BEA, DUTIES[1]))) == [
        "Ada no longer does C-0-AM.",
        "Bea now does C-0-AM.",
    ]


def test_each_change_costs_one_in_the_last_tier():
    assert check(ASKED, Roster(), [StayClose()]).costs == {Tier.NEARNESS: 2}
    assert check(ASKED, Roster(ASKED.candidates), [StayClose()]).costs == {Tier.NEARNESS: 4}


def test_before_anything_is_published_nothing_is_a_change():
    question = problem([ADA, BEA], DUTIES)

    assert told(StayClose(), question) == []


@pytest.mark.parametrize(
    ("today", "cost"), [(0, 4), (-6, 4), (-7, 3), (-13, 3), (-14, 2), (-27, 2), (-28, 1), (5, 4)]
)
def test_a_change_costs_the_more_the_shorter_the_notice(today, cost):
    asked = replace(ASKED, published=frozenset({("ada", DUTIES[0].id)}), today=day(today))

    assert check(asked, Roster(), [StayClose()]).costs == {Tier.NEARNESS: cost}


def test_duties_of_a_kind_that_is_not_published_are_no_change():
    asked = problem([ADA, BEA], [*DUTIES, call(0)], published={("ada", "call-0")})

    assert told(StayClose(), asked, roster((ADA, call(0)), (BEA, DUTIES[0]))) == []
    assert {d.kind for d in DUTIES} == {Kind.HALF_DAY}


def test_people_who_are_given_something_new_are_counted_once():
    both = roster((ADA, DUTIES[0]), (BEA, DUTIES[0]), (BEA, DUTIES[1]), (BEA, DUTIES[2]))

    assert told(NewDuties(), ASKED, PUBLISHED) == []
    assert told(NewDuties(), ASKED, roster((ADA, DUTIES[0]))) == []
    assert told(NewDuties(), ASKED, both) == [
        "Bea is given something that is not in the published schedule."
    ]
    assert check(ASKED, both, [NewDuties()]).costs == {Tier.NEARNESS: 3}
