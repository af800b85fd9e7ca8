"""The examples of the rule book: the check says what they say, and so does the model."""

from dataclasses import replace

import pytest

from scheduling.engine.check import check
from scheduling.engine.examples import Example, examples_of
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Roster
from scheduling.engine.result import Status
from scheduling.engine.rules import ALL, Rule
from scheduling.engine.solve import solve_model

EXAMPLES = [
    pytest.param(example, id=f"{rule.code}: {example.title}")
    for rule in ALL
    for example in examples_of(rule.code)
]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_rule_has_an_example_that_it_allows_and_one_that_it_refuses(rule: type[Rule]) -> None:
    assert {example.passes for example in examples_of(rule.code)} == {True, False}


@pytest.mark.parametrize("example", EXAMPLES)
def test_rule_says_of_its_example_what_the_example_says(example: Example) -> None:
    assert example.told() == example.says


@pytest.mark.parametrize("example", EXAMPLES)
def test_solver_accepts_the_rosters_that_pass_and_no_others(example: Example) -> None:
    hard = replace(example.rule, weight=None)
    model = RosterModel(example.problem, [hard])
    model.fix(example.roster)

    result = solve_model(model, Options(workers=1, seconds=10))

    settled = check(example.problem, Roster(example.problem.fixed), [hard]).violations
    excused = {(b.row, b.excess) for b in settled if b.row in model.settled_faults}
    faults = {(b.row, b.excess) for b in check(example.problem, example.roster, [hard]).violations}
    assert (result.status == Status.OPTIMAL) == (faults <= excused)
