"""What was not worked is taken off hours and rest, and a plan stays as it was made."""

from datetime import UTC

from scheduling.engine.check import Checker, check
from scheduling.engine.problem import Demand, Problem, Quota, Roster
from scheduling.engine.rules import Coverage, RestAfterCall, WeeklyHours
from scheduling.engine.rules.call_frequency import CallFrequency
from scheduling.engine.sums import sum_of
from scheduling.engine.unworked import stands_for, without_unworked
from tests.scheduling.engine.builders import call, clinic, moment, problem, resident, span

ADA, BEA = resident("ada"), resident("bea")
NIGHT = call(0)
CLINIC = clinic(1, "PM", cell="1 PM")


def planned(*, off: tuple[tuple[int, float, float], ...]) -> Problem:
    """Ada and Bea share a night, after which Ada has clinic; what Ada did not work."""
    asked = problem(
        [ADA, BEA],
        [NIGHT, CLINIC],
        candidates=frozenset(),
        fixed=frozenset([("ada", NIGHT.id), ("bea", NIGHT.id), ("ada", CLINIC.id)]),
        demands=[Demand((NIGHT.id,), 2, 2, label="two for the night")],
        quotas=[Quota("call-weeks", "ada", {NIGHT.id: 1}, 1, 1, "nights")],
        spans=[span(ADA, 0, 6)],
    )
    times = [
        (moment(day, first).astimezone(UTC), moment(day, last).astimezone(UTC))
        for day, first, last in off
    ]
    return without_unworked(asked, {"ada": times} if times else {})


def hours_of_ada(asked: Problem) -> list[tuple[str, int]]:
    standing = Checker(asked, [WeeklyHours()]).start(Roster(asked.fixed))
    return [(term.what, term.amount // 60) for term in sum_of(standing, 0).terms]


def test_hours_are_those_that_were_worked_and_the_sum_says_what_was_cut():
    assert hours_of_ada(planned(off=())) == [("call-0", 14), ("C-1-PM", 4)]
    assert hours_of_ada(planned(off=[(1, 5, 8), (1, 15, 16)])) == [
        ("call-0, without what was not worked", 12),
        ("C-1-PM, without what was not worked", 2),
        ("C-1-PM, without what was not worked", 1),
    ]
    assert hours_of_ada(planned(off=[(0, 17, 31)])) == [("C-1-PM", 4)]


def test_plan_stays_full_rest_is_that_which_was_had():
    """The night is the plan's in whole; 24 hours of call would ask for more rest before clinic."""
    rules = [Coverage(), RestAfterCall(hours=14, after_hours=12), CallFrequency(every=3)]

    def broken(asked: Problem) -> list[str]:
        return [each.rule.code for each in check(asked, Roster(asked.fixed), rules).broken]

    assert broken(planned(off=())) == ["rest-after-call"]
    assert broken(planned(off=[(0, 17, 31)])) == []
    assert broken(planned(off=[(0, 17, 24)])) == []


def test_duty_is_found_by_what_stands_for_it():
    night, own = ("ada", NIGHT.id), ("ada", CLINIC.id)
    cut = planned(off=[(0, 20, 22)])

    assert stands_for(cut, own) == [own]
    assert sorted(stands_for(cut, night)) == [("ada", f"{NIGHT.id}|worked|ada|{n}") for n in (0, 1)]
    assert cut.quotas[0].weights == {NIGHT.id: 1, f"{NIGHT.id}|worked|ada|0": 1}
    assert ("bea", NIGHT.id) in cut.fixed
