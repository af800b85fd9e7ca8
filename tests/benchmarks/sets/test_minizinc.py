"""Readers and checkers of the MiniZinc formats, on data made up here."""

import pytest

from benchmarks.sets import dzn, mss, mss_check, on_call, on_call_check, sickness, sickness_check
from scheduling.engine.check import check
from scheduling.engine.options import Options
from scheduling.engine.problem import Roster
from scheduling.engine.result import Status
from scheduling.engine.rules import Tier
from scheduling.engine.solve import solve

ONE = Options(workers=1, seconds=30)

ON_CALL = """
num_staff = 3; work_load = [100, 50, 100]; num_days = 12;
unavailable = [ {1}, {}, {3, 4} ]; fixed = [ {}, {2}, {} ];
weekend_offset = 2; adj_days_str = 1; wed_before_weekend_str = 2;
"""
SICKNESS = """
n_shifts = 4; n_employees = 2; n_expertises = 2; % made up
contract = [32, 16]; employee_expertises = [{1}, {2, 1}];
start_time = [0, 8, 40, 40]; stop_time = [16, 24, 56, 56]; req_expertise = [1, 1, 2, 1];
time_units_per_hour = 4;
is_assigned = [| true, false, false, false | false, false, false, false |];
"""
MSS = """
Students=2; Disciplines=2; Hospitals=2; Duration=1; Horizon=3; Groups=1; MaxDiscPerHosp=2;
DiscGroup = [1,1];
StudDiscGroup =[| 2 | 1 |];
AllowedDisc =[| 1, 1 | 1, 0 |];
Precededby =[| 0, 0 | 1, 0 |];
Availability =[| 1, 0, 1 | 1, 1, 1 |];
Ability = array3d(1..Students,1..Hospitals,1..Disciplines,[1, 1, 1, 1, 1, 1, 1, 1]);
MaxPosHosp = array3d(1..Hospitals, 1..Disciplines, 1..Horizon,[1,1,1,1,1,1,1,1,1,1,1,1]);
MinPosHosp = array3d(1..Hospitals, 1..Disciplines, 1..Horizon,[0,0,0,0,0,0,0,0,0,0,0,0]);
WeightPref=[| 1,2,-3,-4 | 1,1,-1,-1 |];
PrefStudDisc =[| 5, 4 | 3, 2 |];
PrefStudHosp =[| 1, 5 | 2, 2 |];
ManPref=[1,2];
"""


def test_data_are_read_by_their_shapes():
    assert dzn.read(
        "n = 2; a = array2d(1..n,1..2,[1,-2,3,4]); b=[{1,2}, {}]; c=[| 1 | 2 |]; d=true;"
    ) == {
        "n": 2,
        "a": [[1, -2], [3, 4]],
        "b": [{1, 2}, set()],
        "c": [[1], [2]],
        "d": True,
    }


@pytest.mark.parametrize(
    "text", ["", "a = array1d(1..3,[1,2]);", "a = array2d(1..2,1..1,[1,2,3]);"]
)
def test_what_does_not_fit_is_refused(text):
    with pytest.raises(ValueError, match=r"not a MiniZinc data file|holds 2 numbers|do not fill"):
        dzn.read(text)


# On call


def test_call_is_solved_as_its_checker_counts():
    rules = on_call.rules_of(ON_CALL)
    result = solve(on_call.problem_of(ON_CALL), rules, ONE)

    cost, faults = on_call_check.verify(ON_CALL, on_call.answer_of(result.roster))

    assert (result.status, faults) == (Status.OPTIMAL, [])
    assert result.tiers[0].objective == cost


@pytest.mark.parametrize(
    ("days", "cost", "faults"),
    [
        ("210121212020", 6, []),
        ("212021021021", None, ["call next to the weekend on day 3"]),
        ("110201201201", None, ["three days in a row from day 1"]),
    ],
)
def test_call_is_counted(days, cost, faults):
    answer = {number: int(who) for number, who in enumerate(days, start=1)}
    asked = on_call.problem_of(ON_CALL)
    counted, found = on_call_check.verify(ON_CALL, answer)
    report = check(
        asked,
        Roster.of((str(who), str(day)) for day, who in answer.items()),
        on_call.rules_of(ON_CALL),
    )

    assert bool(report.violations) == bool(found)
    assert report.costs[Tier.EDUCATION] == counted
    assert cost in (None, counted)


# Sickness


def test_sickness_is_solved_to_its_best():
    asked = sickness.problem_of(SICKNESS)
    result = solve(asked, sickness.RULES, ONE)
    price = sickness.price_of_a_shift(dzn.read(SICKNESS))

    score, faults = sickness_check.verify(SICKNESS, sickness.answer_of(result.roster))

    assert (result.status, faults) == (Status.OPTIMAL, [])
    assert score == 4 * price - result.tiers[0].objective


@pytest.mark.parametrize(
    ("pairs", "faults"),
    [
        ([(0, 0), (1, 1), (1, 2), (0, 3)], []),
        ([(1, 1)], ["shift 0 is not kept"]),
        ([(0, 0), (0, 2)], ["shift 2 is done without the expertise"]),
        ([(0, 0), (1, 1), (0, 1)], ["shift 1 is done by 2"]),
    ],
)
def test_sickness_is_checked(pairs, faults):
    assert sickness_check.verify(SICKNESS, pairs)[1][: len(faults)] == faults


# Student rotations


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([(0, 1, 0, 0), (0, 1, 1, 2), (1, 0, 0, 0)], []),
        ([(0, 1, 0, 0), (0, 0, 1, 2), (1, 0, 0, 2)], []),
        ([(0, 1, 1, 0), (0, 1, 0, 2), (1, 0, 0, 0)], ["student 0 does 1 without 0 before it"]),
        ([(0, 1, 0, 0), (0, 1, 1, 1), (1, 0, 0, 0)], ["student 0 is not available in period 1"]),
        ([(0, 1, 0, 0), (1, 0, 0, 0)], ["student 0 does 1 of group 1, not 2"]),
    ],
    ids=str,
)
def test_student_rotations_are_scored_alike(rows, faults):
    asked = mss.problem_of(MSS)
    answer = Roster.of((str(s), mss.duty_id(h, d, t)) for s, h, d, t in rows)
    score, found = mss_check.verify(MSS, rows)

    assert found == faults
    if answer.pairs <= asked.candidates:
        report = check(asked, answer, mss.RULES)
        assert bool(report.violations) == bool(faults)
        if not faults:
            assert mss.score_of(MSS, report.costs[Tier.EDUCATION]) == score


def test_student_rotations_are_solved_to_their_best():
    result = solve(mss.problem_of(MSS), mss.RULES, ONE)

    score, faults = mss_check.verify(MSS, mss.answer_of(result.roster))

    assert (result.status, faults) == (Status.OPTIMAL, [])
    assert score == mss.score_of(MSS, result.tiers[0].objective)
