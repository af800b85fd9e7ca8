"""What people wish for: as much as possible, and nobody left far behind."""

from scheduling.engine.check import check
from scheduling.engine.problem import Preference
from scheduling.engine.rules import FairPreferences, RankPreferences, Tier
from tests.scheduling.engine.builders import clinic, problem, resident, roster, told

ADA, BEA = resident("ada"), resident("bea")
MONDAY, TUESDAY, FRIDAY = clinic(0), clinic(1), clinic(4)
WISHES = [
    Preference("ada", (MONDAY.id, TUESDAY.id), 5, prefer=True, label="clinic early, choice 1"),
    Preference("ada", (FRIDAY.id,), 2, label="no clinic on Friday, choice 4"),
    Preference("bea", (FRIDAY.id, TUESDAY.id), 3, label="no clinic late, choice 2"),
]
ASKED = problem([ADA, BEA], [MONDAY, TUESDAY, FRIDAY], preferences=WISHES)
BOTH = [RankPreferences(), FairPreferences()]


def test_a_wish_to_have_is_met_by_one_of_its_duties():
    assert told(RankPreferences(), ASKED, roster((ADA, TUESDAY))) == []
    assert told(RankPreferences(), ASKED, roster((ADA, MONDAY), (ADA, TUESDAY))) == []
    assert told(RankPreferences(), ASKED, roster((BEA, MONDAY))) == [
        "Ada: clinic early, choice 1 is not met."
    ]


def test_a_wish_to_avoid_is_not_met_by_any_of_its_duties():
    assert told(RankPreferences(), ASKED, roster((ADA, MONDAY), (ADA, FRIDAY))) == [
        "Ada: no clinic on Friday, choice 4 is not met."
    ]


def test_wishes_cost_their_price_for_each_duty_avoided_and_once_for_what_is_missing():
    done = roster((BEA, TUESDAY), (BEA, FRIDAY))

    assert check(ASKED, done, BOTH).costs == {Tier.PREFERENCES: 5 + 2 * 3, Tier.FAIRNESS: 6}


def test_the_person_who_pays_most_for_what_they_avoid_is_what_counts():
    done = roster((ADA, FRIDAY), (BEA, FRIDAY))

    assert check(ASKED, done, BOTH).costs == {Tier.PREFERENCES: 5 + 2 + 3, Tier.FAIRNESS: 3}
    assert told(FairPreferences(), ASKED, done) == [
        "Ada's wishes cost 2 in all.",
        "Bea's wishes cost 3 in all.",
    ]


def test_nobody_pays_when_all_wishes_are_met():
    assert check(ASKED, roster((ADA, MONDAY), (BEA, MONDAY)), BOTH).costs == {
        Tier.PREFERENCES: 0,
        Tier.FAIRNESS: 0,
    }


def test_wishes_are_neither_violations_nor_advisories():
    report = check(ASKED, roster((ADA, FRIDAY), (BEA, FRIDAY)), BOTH)

    assert len(report.broken) == 5
    assert (report.violations, report.advisories) == ((), ())


def test_without_wishes_nothing_is_said():
    assert told(FairPreferences(), problem([ADA], [MONDAY])) == []
    assert told(RankPreferences(), problem([ADA], [MONDAY])) == []
