"""The four rules that count what a person does: placement, curriculum, leave, weekly shares."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Duty, Problem, Quota, Roster
from scheduling.engine.rules import LeaveShare, Placement, RotationQuota, Tier, WeeklyShare
from tests.scheduling.engine.builders import (
    clinic,
    duty,
    problem,
    resident,
    roster,
    rotation,
    told,
)

ADA, BEA = resident("ada"), resident("bea")
HALVES = [rotation("ICU", 0, 13), rotation("ICU", 14, 27), rotation("ED", 0, 13)]
FULL = rotation("FMIT", 0, 27)


def asked(rule: str, weights: dict[Duty, int], low: int | None, high: int | None) -> Problem:
    """One quota of Ada's; the weights are those of the duties."""
    named = {duty.id: weight for duty, weight in weights.items()}
    return problem([ADA, BEA], weights, quotas=[Quota(rule, ADA.id, named, low, high, "the thing")])


@pytest.mark.parametrize(
    ("done", "sentences"),
    [
        ([], ["Ada has no rotation in the thing."]),
        (HALVES[:1], []),
        ([HALVES[0], HALVES[2]], ["Ada has 2 rotations in the thing."]),
    ],
)
def test_everybody_has_exactly_one_rotation_in_a_half(done, sentences):
    question = asked("placement", dict.fromkeys(HALVES, 1), 1, 1)

    assert told(Placement(), question, roster(*((ADA, one) for one in done))) == sentences


@pytest.mark.parametrize(
    ("done", "sentences"),
    [
        ([], ["Ada does 0 blocks of the thing; the curriculum asks for at least 1."]),
        (HALVES[:1], ["Ada does 0.5 blocks of the thing; the curriculum asks for at least 1."]),
        (HALVES[:2], []),
        ([FULL], []),
        ([FULL, HALVES[0]], []),
        ([FULL, *HALVES[:2]], ["Ada does 2 blocks of the thing; the curriculum allows 1.5."]),
    ],
)
def test_the_curriculum_counts_in_blocks_of_two_halves(done, sentences):
    weights = {HALVES[0]: 1, HALVES[1]: 1, FULL: 2}
    question = asked("rotation-quota", weights, 2, 3)

    assert told(RotationQuota(), question, roster(*((ADA, one) for one in done))) == sentences


def test_a_rotation_outside_its_window_is_too_much_of_it():
    question = asked("rotation-quota", {FULL: 2}, None, 0)

    assert told(RotationQuota(), question, roster((ADA, FULL))) == [
        "Ada does 1 blocks of the thing; the curriculum allows 0."
    ]


@pytest.mark.parametrize(
    ("count", "sentences"),
    [
        (1, ["Ada, the thing: 1; at least 2 asked for."]),
        (2, []),
        (3, []),
        (4, ["Ada, the thing: 4; at most 3 allowed."]),
    ],
)
@pytest.mark.parametrize("rule", [LeaveShare, WeeklyShare])
def test_shares_lie_between_their_least_and_their_most(rule, count, sentences):
    half_days = [clinic(n) for n in range(5)]
    question = asked(rule.code, dict.fromkeys(half_days, 1), 2, 3)
    done = roster(*((ADA, one) for one in half_days[:count]))

    assert told(rule(), question, done) == sentences


def test_a_quota_is_only_about_its_own_person_and_rule():
    question = asked("leave-share", {clinic(0): 1}, 1, None)

    assert told(LeaveShare(), question, roster((BEA, clinic(0)))) != []
    assert told(WeeklyShare(), question, roster()) == []
    assert told(Placement(), question, roster()) == []
    assert told(RotationQuota(), question, roster()) == []


@pytest.mark.parametrize(("low", "high"), [(None, 5), (0, None), (None, None)])
def test_a_quota_may_be_open_on_either_side(low, high):
    half_days = [clinic(n) for n in range(5)]
    question = asked("weekly-share", dict.fromkeys(half_days, 1), low, high)

    assert told(WeeklyShare(), question) == []
    assert told(WeeklyShare(), question, roster()) == []


def test_what_the_problem_does_not_ask_of_the_person_counts_nothing():
    free = duty("free", "F", 0, 8, 12)
    quota = Quota("weekly-share", ADA.id, {free.id: 1}, 1, None, "free")
    question = problem([ADA], [free], candidates=frozenset(), quotas=[quota])

    assert told(WeeklyShare(), question) == ["Ada, free: 0; at least 1 asked for."]


def test_weekly_shares_are_soft_and_each_half_day_missing_costs_ten():
    half_days = [clinic(n) for n in range(3)]
    question = asked("weekly-share", dict.fromkeys(half_days, 1), 3, None)

    assert check(question, Roster(), [WeeklyShare()]).costs == {Tier.EDUCATION: 30}
