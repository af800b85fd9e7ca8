"""Weeks of the faculty on a service, the call that goes with them and the call that does not."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Quota
from scheduling.engine.rules import (
    AttendingAtOnce,
    AttendingCall,
    AttendingLoad,
    AttendingNights,
    AttendingTarget,
    CallNearWeek,
    CallSundays,
    CallWeeks,
    Tier,
)
from tests.scheduling.engine.builders import attending, call, problem, roster, rotation, told

GRAY, HALE = attending("gray"), attending("hale")
WEEK, FRIDAY, SUNDAY = rotation("FMIT", 4, 10), call(4), call(6)


def one(rule: str, weights: dict[str, int], low: int | None, high: int | None):
    return problem(
        [GRAY, HALE],
        [WEEK, FRIDAY, SUNDAY],
        quotas=[Quota(rule, GRAY.id, weights, low, high, "FMIT from 12 Mar 2027")],
    )


TIED = one("attending-call", {WEEK.id: 1, FRIDAY.id: -1}, 0, 0)
KEPT_FREE = one("attending-nights", {WEEK.id: 1, SUNDAY.id: 1}, None, 1)


@pytest.mark.parametrize("done", [[], [(GRAY, WEEK), (GRAY, FRIDAY)], [(HALE, WEEK)]])
def test_who_attends_takes_the_call_of_the_week_and_nobody_else_does(done):
    assert told(AttendingCall(), TIED, roster(*done)) == []


@pytest.mark.parametrize(
    ("done", "has"),
    [(WEEK, "the week without the call"), (FRIDAY, "the call without the week")],
)
def test_one_without_the_other_is_said(done, has):
    assert told(AttendingCall(), TIED, roster((GRAY, done))) == [
        f"Gray has {has}: FMIT from 12 Mar 2027; who attends takes both."
    ]


def test_an_attending_takes_no_other_call():
    assert told(AttendingNights(), KEPT_FREE, roster((GRAY, WEEK))) == []
    assert told(AttendingNights(), KEPT_FREE, roster((GRAY, SUNDAY))) == []
    assert told(AttendingNights(), KEPT_FREE, roster((GRAY, WEEK), (GRAY, SUNDAY))) == [
        "Gray attends and takes other call: FMIT from 12 Mar 2027."
    ]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 1, []),
        (2, 3, ["Gray, FMIT from 12 Mar 2027: 1; at least 2 asked for."]),
        (0, 0, ["Gray, FMIT from 12 Mar 2027: 1; at most 0 allowed."]),
    ],
)
def test_weeks_a_year_have_a_least_and_a_most(low, high, said):
    asked = one("attending-load", {WEEK.id: 1}, low, high)

    assert told(AttendingLoad(), asked, roster((GRAY, WEEK))) == said


def test_each_week_beyond_or_short_of_the_aim_costs():
    asked = one("attending-target", {WEEK.id: 1}, 3, 3)

    assert check(asked, roster((GRAY, WEEK)), [AttendingTarget()]).costs == {Tier.FAIRNESS: 20}
    assert told(AttendingTarget(), asked, roster()) == [
        "Gray, FMIT from 12 Mar 2027: 0; 3 are aimed at."
    ]


def test_a_call_near_the_own_week_costs_by_its_distance_and_only_then():
    asked = one("call-near-week", {WEEK.id: 9, FRIDAY.id: 6, SUNDAY.id: 3}, None, 9)

    assert told(CallNearWeek(), asked, roster((GRAY, FRIDAY), (GRAY, SUNDAY))) == []
    assert told(CallNearWeek(), asked, roster((GRAY, WEEK), (GRAY, FRIDAY))) == [
        "Gray, FMIT from 12 Mar 2027: calls as near as that cost 6 in all."
    ]


@pytest.mark.parametrize("rule", [CallWeeks(), CallSundays()])
def test_calls_beyond_the_most_of_a_week_or_block_are_said(rule):
    asked = one(rule.code, {FRIDAY.id: 1, SUNDAY.id: 1}, None, 1)

    assert told(rule, asked, roster((GRAY, FRIDAY))) == []
    assert told(rule, asked, roster((GRAY, FRIDAY), (GRAY, SUNDAY))) == [
        "Gray, FMIT from 12 Mar 2027: 2; at most 1 allowed."
    ]


@pytest.mark.parametrize(("faculty", "said"), [(10, 0), (9, 1), (2, 1)])
def test_a_fifth_of_the_faculty_attends_at_a_time_and_one_always_may(faculty, said):
    people = [attending(f"f{n}") for n in range(faculty)]
    weeks = [rotation("IN", 0, 6), rotation("OB", 0, 6)]
    asked = problem(people, weeks)

    both = roster((people[0], weeks[0]), (people[1], weeks[1]))
    assert len(told(AttendingAtOnce(), asked, both)) == said
    assert told(AttendingAtOnce(), asked, roster((people[0], weeks[0]))) == []


def test_the_sentence_names_how_many_attend_and_when():
    weeks = [rotation("IN", 0, 6), rotation("OB", 0, 6)]

    assert told(
        AttendingAtOnce(), problem([GRAY, HALE], weeks), roster((GRAY, weeks[0]), (HALE, weeks[1]))
    ) == ["2 of the faculty attend on services on Mon 08 Mar 2027; at most 1 may."]
