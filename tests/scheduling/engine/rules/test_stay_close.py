"""What is published changes as little as possible."""

from scheduling.engine.check import check
from scheduling.engine.problem import Roster
from scheduling.engine.rules import StayClose, Tier
from tests.scheduling.engine.builders import clinic, problem, resident, roster, told

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
