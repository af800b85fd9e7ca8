"""Waivers: which limits they take over, and which hold as ever."""

from dataclasses import replace

import pytest

from scheduling.engine.check import Checker, check
from scheduling.engine.options import Options
from scheduling.engine.problem import Gap, Preference, Problem, Roster, Waiver
from scheduling.engine.rules import (
    DayOff,
    FairPreferences,
    NightRun,
    RankPreferences,
    Rule,
    Sequence,
    WeeklyHours,
)
from scheduling.engine.solve import solve

from .builders import call, day, night, problem, resident, told

ADA, BEA = resident("ada"), resident("bea")
NIGHTS = [night(n) for n in range(9)]
SEVEN = "works 7 nights in a row, 08 Mar to 14 Mar 2027; the limit is 6."


def nights(count: int, *waivers: Waiver) -> Problem:
    return problem([ADA, BEA], NIGHTS[:count], waivers=waivers)


def waiver(first: int = 0, last: int = 8, person: str = "ada", **parameters: int) -> Waiver:
    return Waiver("night-run", day(first), day(last), person, parameters)


def test_a_rule_is_set_aside_for_one_person_and_holds_for_others():
    assert told(NightRun(), nights(7, waiver())) == [f"Bea {SEVEN}"]
    assert told(NightRun(), nights(7, waiver(person=""))) == []


def test_a_rule_holds_with_the_parameters_of_the_waiver_and_says_so():
    assert told(NightRun(), nights(8, waiver(nights=8, person=""))) == []
    assert told(NightRun(), nights(9, waiver(nights=8, person=""))) == [
        f"{name} works 9 nights in a row, 08 Mar to 16 Mar 2027; the limit is 8."
        for name in ("Ada", "Bea")
    ]


@pytest.mark.parametrize(("first", "last"), [(0, 5), (1, 8)])
def test_what_only_touches_the_days_of_a_waiver_holds_as_ever(first, last):
    assert told(NightRun(), nights(7, waiver(first, last, person=""))) == [
        f"Ada {SEVEN}",
        f"Bea {SEVEN}",
    ]


def test_a_waiver_of_another_rule_changes_nothing():
    other = replace(waiver(person=""), rule="sequence")

    assert len(told(NightRun(), nights(7, other))) == 2


def test_of_two_waivers_the_first_one_holds():
    looser, stricter = waiver(nights=8), waiver(nights=7)

    assert len(told(NightRun(), nights(8, looser, stricter))) == 2  # Bea's alone
    assert [text[:3] for text in told(NightRun(), nights(8, stricter, looser))].count("Ada") == 1


def test_the_solver_keeps_to_what_a_waiver_leaves():
    calls = [call(0), call(1)]
    asked = problem(
        [ADA],
        calls,
        gaps=[Gap("ada", ("call-0", "call-1"), 3, "calls too close")],
        preferences=[Preference("ada", (each.id,), 1, prefer=True) for each in calls],
    )
    waived = replace(asked, waivers=(Waiver("sequence", day(0), day(3)),))
    rules = [Sequence(), FairPreferences(), RankPreferences()]

    done = [solve(each, rules, Options(workers=1, seconds=10)).roster for each in (asked, waived)]

    assert [len(answer.pairs) for answer in done] == [1, 2]


def test_a_move_is_judged_by_what_a_waiver_leaves():
    before = Roster.of(("ada", each.id) for each in NIGHTS[:6])
    for waivers, allowed in (((), False), ((waiver(),), True)):
        standing = Checker(nights(7, *waivers), [NightRun()]).start(before)

        assert standing.judge(add=[("ada", NIGHTS[6].id)]).allowed == allowed


def test_a_soft_rule_costs_nothing_where_it_is_set_aside():
    soft: Rule = NightRun(weight=5)

    costs = [
        sum(check(asked, Roster(asked.candidates), [soft]).costs.values())
        for asked in (nights(7), nights(7, waiver()), nights(8, waiver(nights=7)))
    ]

    assert costs == [10, 5, 5 + 2 * 5]


def test_an_accreditation_rule_knows_no_exception():
    with pytest.raises(ValueError, match="the accreditation rules foresee no exception"):
        DayOff().waived({})


@pytest.mark.parametrize("hours", [81, 88])
def test_hours_may_be_raised_to_88(hours):
    assert WeeklyHours().waived({"hours": hours}) == WeeklyHours(hours=hours)


def test_a_waiver_ends_after_it_starts():
    with pytest.raises(ValueError, match="The waiver night-run ends before it starts"):
        waiver(3, 2)
