"""The reader, the mapping and the checker of the Curtois-Qu format, on an instance made up here."""

import pytest

from benchmarks.sets import curtois
from benchmarks.sets.curtois_check import verify
from scheduling.engine.check import check
from scheduling.engine.options import Options
from scheduling.engine.problem import Roster
from scheduling.engine.result import Status
from scheduling.engine.rules import Tier
from scheduling.engine.solve import solve

SMALL = """
# made up
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,600,E
SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, ...
A,E=7|L=2,2400,960,3,2,2,0
B,E=7|L=7,3600,0,5,1,2,1
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
B,1,L,4
SECTION_SHIFT_OFF_REQUESTS
B,2,E,3
SECTION_COVER
1,E,1,100,1
2,E,1,100,1
5,L,1,10,2
"""


def answers(plans: dict[str, dict[int, str]]) -> Roster:
    return Roster.of(
        (who, curtois.duty_id(day, shift))
        for who, plan in plans.items()
        for day, shift in plan.items()
    )


GOOD = {"A": {1: "E", 2: "E"}, "B": {1: "L", 5: "L"}}


def test_the_roster_comes_back_as_it_was_given():
    assert curtois.answer_of(answers(GOOD)) == GOOD


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"A": {0: "E", 1: "E"}}, ["A: works on day off 0"]),
        ({"A": {1: "L", 2: "E"}}, ["A: E after L on day 1"]),
        ({"A": {1: "L", 2: "L", 3: "L"}}, ["A: too many shifts L"]),
        ({"A": {6: "E"}}, ["A: 480 minutes", "A: 1 weekends"]),
        ({"A": {1: "E", 2: "E", 3: "E", 4: "E"}}, ["A: 4 days in a row from day 1"]),
        (
            {"A": {1: "E", 2: "E", 4: "E", 5: "E"}},
            ["A: only 1 days off from day 3", "A: 1 weekends"],
        ),
        (
            {"A": {2: "E", 5: "E"}},
            [
                "A: only 1 days of work from day 2",
                "A: only 1 days of work from day 5",
                "A: 1 weekends",
            ],
        ),
    ],
    ids=str,
)
def test_the_checker_finds_each_fault_and_the_engine_the_same_kind(change, faults):
    plans = GOOD | change
    asked = curtois.problem_of(curtois.read(SMALL))
    done = answers(plans)

    _, found = verify(SMALL, plans)

    assert found == faults
    assert bool(check(asked, done, curtois.RULES).violations) == bool(faults)


@pytest.mark.parametrize(
    "plans", [GOOD, {"A": {1: "E", 2: "E"}, "B": {}}, {"A": {}, "B": {2: "E"}}]
)
def test_checker_and_engine_count_the_same_objective(plans):
    asked = curtois.problem_of(curtois.read(SMALL))

    report = check(asked, answers(plans), curtois.RULES)

    assert report.costs == {Tier.EDUCATION: verify(SMALL, plans)[0]}


def test_the_objective_is_the_sum_of_the_prices():
    assert verify(SMALL, {"A": {}, "B": {2: "E", 5: "E"}})[0] == 4 + 3 + 100 + 10


def test_a_small_instance_is_solved_to_its_best():
    asked = curtois.problem_of(curtois.read(SMALL))

    result = solve(asked, curtois.RULES, Options(workers=1, seconds=30))

    assert result.status == Status.OPTIMAL
    assert verify(SMALL, curtois.answer_of(result.roster)) == (0, [])


def test_another_file_is_refused():
    with pytest.raises(ValueError, match="not a file of the format"):
        curtois.read("# nothing")
    with pytest.raises(ValueError, match="SECTION_SOMETHING is not known"):
        curtois.read("SECTION_SOMETHING\n1")
