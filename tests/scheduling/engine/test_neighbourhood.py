"""Part by part: nothing gets worse, what is found holds, and nothing is forgotten in a part."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.engine.check import check
from scheduling.engine.control import Clock, Control
from scheduling.engine.model import RosterModel
from scheduling.engine.neighbourhood import Improver, Kind
from scheduling.engine.options import Options
from scheduling.engine.result import Status
from scheduling.engine.rules import Coverage, OneThing, RankPreferences, Sequence
from scheduling.engine.search import Search
from scheduling.engine.solve import run_tiers, solve_model
from scheduling.engine.submodel import Parts

from .builders import long_problem, situation
from .odd import Odd, OddWorst

RULES = [OneThing(), Coverage(), Sequence(), RankPreferences()]
ASKED = long_problem(people=6, nights=20)


def started() -> tuple[RosterModel, list[int]]:
    """A model of which any answer has been found, and its cost kept."""
    model = RosterModel(ASKED, RULES)
    options = Options(workers=1, deterministic=9.0, extra={"stop_after_first_solution": True})
    search = Search(model, options, Control(), lambda _news: None)
    run_tiers(search)
    assert search.solution is not None
    return model, search.solution


def improver(
    model: RosterModel, solution: list[int], better: list[int], leads: np.ndarray | None = None
) -> Improver:
    return Improver(
        model,
        model.whole_cost(),
        solution,
        seed=1,
        on_better=lambda _answer, cost: better.append(cost),
        leads=leads,
    )


def test_a_roster_gets_better_and_keeps_all_rules():
    model, solution = started()
    better: list[int] = []
    one = improver(model, solution, better)
    before = one.cost

    answer = one.improve(
        clock=Clock(Options()), seconds=0.5, workers=2, bound=0, is_over=lambda: False
    )

    report = check(ASKED, model.roster(answer), RULES)
    assert report.violations == ()
    assert sum(report.costs.values()) == one.cost < before
    assert better == sorted(set(better), reverse=True)


def test_nothing_is_tried_once_it_is_over_or_the_bound_is_reached():
    model, solution = started()
    one = improver(model, solution, [])

    one.improve(clock=Clock(Options()), seconds=5, workers=1, bound=0, is_over=lambda: True)
    one.improve(clock=Clock(Options()), seconds=5, workers=1, bound=one.cost, is_over=lambda: False)

    assert one.tried == 0


def test_an_answer_that_does_not_hold_is_refused():
    model, solution = started()

    with pytest.raises(ValueError, match="Only a roster that holds"):
        improver(model, [0] * len(solution), [])


@pytest.mark.parametrize("kind", range(6))
def test_every_kind_of_part_is_about_as_large_as_asked_for(kind):
    model, solution = started()
    one = improver(model, solution, [], leads=1 - np.array(solution, dtype=float))
    chosen = [one.kinds[kind].choose(Random(seed), 40).sum() for seed in range(20)]

    assert 0 < np.median(chosen) <= 80


def test_where_two_days_of_everybody_are_too_many_they_are_days_of_some_people():
    model, solution = started()
    one = improver(model, solution, [])

    chosen = one._days(Random(1), 4)

    assert 0 < chosen.sum() <= 4
    assert len(set(one.day[chosen])) <= 2


def test_a_part_grows_only_where_what_is_easy_gains_nothing():
    kind = Kind(choose=lambda _random, _pairs: np.zeros(0, dtype=bool), pairs=100)

    kind.learn(0.1, 1000, decided=True, gained=True)
    assert kind.pairs == 100
    kind.learn(0.1, 1000, decided=True, gained=False)
    assert kind.pairs > 100
    kind.learn(1.0, 1000, decided=False, gained=True)
    kind.learn(1.0, 1000, decided=False, gained=False)
    assert kind.pairs < 100


def test_half_of_the_time_is_shared_alike_and_half_by_what_was_gained_whatever_a_part_takes():
    model, solution = started()
    one = improver(model, solution, [])
    seconds, tries = dict.fromkeys(range(5), 0.0), dict.fromkeys(range(5), 0)

    for _ in range(4000):
        number = one.kinds.index(one._kind())
        long = 0.01 * (1 + number)
        one._account(one.kinds[number], 100 if number == 1 else 0, long)
        seconds[number] += long
        tries[number] += 1

    share = [seconds[number] / sum(seconds.values()) for number in range(5)]
    assert share == pytest.approx([0.1, 0.6, 0.1, 0.1, 0.1], abs=0.02)
    assert tries[0] > 4 * tries[4]


def test_where_nothing_is_gained_all_kinds_have_as_much_time():
    model, solution = started()
    one = improver(model, solution, [])

    chosen = []
    for _ in range(50):
        chosen.append(one._kind())
        one._account(chosen[-1], 0, 0.1)

    assert [sum(kind is each for each in chosen) for kind in one.kinds] == [10] * 5


def test_a_part_is_about_somebody_who_does_not_do_what_they_are_led_to():
    """And about who has the night instead."""
    model, solution = started()
    one = improver(model, solution, [])
    held = int(np.flatnonzero(one.best[one.variable] > 0)[0])
    same_night = one.day == one.day[held]
    led = int(np.flatnonzero(same_night & (one.person != one.person[held]))[0])
    one.leads = np.zeros(len(one.best))
    one.leads[one.variable[led]] = 1.0

    chosen = one._led(Random(1), 2.0)

    assert set(one.person[chosen]) == {one.person[held], one.person[led]}


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("rule", [Odd, OddWorst])
def test_constraints_as_arrays_say_the_same_as_the_model(rule, seed):
    asked, done = situation(seed)
    rules = [rule(weight=2), *RULES]
    model = RosterModel(asked, rules)
    model.fix(done)
    cost = model.whole_cost()
    parts = Parts(model, cost)

    result = solve_model(model, Options(workers=1, seconds=30))

    if result.status == Status.OPTIMAL:
        model.minimise(cost)
        from ortools.sat.python import cp_model  # noqa: PLC0415

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.solve(model.cp)
        answer = np.array(list(solver.response_proto.solution), dtype=np.int64)
        assert parts.holds(answer)
        assert parts.cost(answer) == round(solver.objective_value)
