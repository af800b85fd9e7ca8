"""The hand-written model of shifts finds what the engine finds."""

import pytest
from ortools.sat.python import cp_model

from benchmarks.sets import curtois
from benchmarks.yardsticks.compare import Compared
from benchmarks.yardsticks.curtois import by_hand
from tests.benchmarks.sets.test_curtois import SMALL


@pytest.mark.parametrize("wanted", [0, 3])
def test_the_model_by_hand_has_the_same_best(wanted):
    """Of three people on day 2 one is missing (100), and the other two are not both glad (3 + 4)."""
    text = SMALL.replace("2,E,1,100,1", f"2,E,{wanted},100,1")
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1

    assert solver.solve(by_hand(curtois.read(text))) == cp_model.OPTIMAL
    assert solver.objective_value == (0 if wanted == 0 else 107)


@pytest.mark.parametrize(
    ("seconds", "proven", "ours", "held"),
    [(13, True, 10, True), (14, True, 10, False), (60, False, 101, True), (60, False, 102, False)],
)
def test_a_yardstick_is_held_by_time_or_by_what_was_found(seconds, proven, ours, held):
    one = Compared("x", ours, 1, seconds, 10 if proven else 100, 1, 10.0, proven)

    assert one.held is held
