"""A change is judged by the part of a problem that matters to it just as by the whole."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scheduling.engine.check import Checker, Standing, Verdict
from scheduling.engine.examples import Example, examples_of
from scheduling.engine.focus import Whole
from scheduling.engine.problem import Pair, Problem, Roster
from scheduling.engine.rules import ALL
from scheduling.engine.why import Asking

from .builders import situation

EXAMPLES = [
    pytest.param(example, id=f"{rule.code}: {example.title}")
    for rule in ALL
    for example in examples_of(rule.code)
    if not example.passes
]


def told(verdict: Verdict) -> tuple[set[object], set[object]]:
    """All that is said of it, but for the number of each row."""
    broken, mended = (
        {replace(b, row=0) for b in side} for side in (verdict.broken, verdict.mended)
    )
    return broken, mended


def moves(example: Example) -> Iterator[tuple[Problem, list[Pair], list[Pair]]]:
    """Each pair of the roster goes away, comes, and goes to somebody else."""
    problem = replace(example.problem, candidates=frozenset(), fixed=example.roster.pairs)
    for pair in sorted(example.roster.pairs):
        yield problem, [], [pair]
        yield replace(problem, fixed=problem.fixed - {pair}), [pair], []
        other = next(((p.id, pair[1]) for p in problem.people if p.id != pair[0]), pair)
        if other not in problem.fixed:
            yield problem, [other], [pair]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_part_says_of_a_change_what_the_whole_says(example: Example) -> None:
    for problem, add, remove in moves(example):
        asked = {*add, *remove}
        whole = Checker(problem, [example.rule], asked).start(Roster(problem.fixed))
        part = Whole(problem, [example.rule]).around(asked)

        assert told(part.judge(add=add, remove=remove)) == told(whole.judge(add=add, remove=remove))


@given(seed=st.integers(0, 2**32))
def test_a_change_of_many_things_is_judged_by_the_whole_book_in_its_part_too(seed: int) -> None:
    asked, after = situation(seed)
    _, before = situation(seed + 1)
    problem = replace(asked, candidates=frozenset(), fixed=before.pairs & asked.candidates)
    rules = [rule() for rule in ALL]
    add, remove = after.pairs - problem.fixed, problem.fixed - after.pairs
    few = {pair[0] for pair in sorted(add | remove)[:1]}
    add, remove = ({p for p in pairs if p[0] in few} for pairs in (add, remove))

    part = Whole(problem, rules).around(add | remove)

    whole = Checker(problem, rules, add | remove).start(Roster(problem.fixed))
    assert told(part.judge(add=add, remove=remove)) == told(whole.judge(add=add, remove=remove))


@given(seed=st.integers(0, 2**32))
def test_what_a_change_costs_is_told_by_its_part_too(seed: int) -> None:
    asked, roster = situation(seed)
    problem = replace(asked, candidates=frozenset(), fixed=roster.pairs | asked.fixed)
    assume(problem.fixed)
    rules = [rule(weight=2) for rule in ALL]
    person, duty = sorted(problem.fixed)[seed % len(problem.fixed)]
    pairs = {(p.id, duty) for p in problem.people} | {(person, other) for _, other in problem.fixed}
    every = Whole(problem, rules)
    pairs |= every.during(problem.duty(duty))  # what others would have to give up for it

    part = every.around(pairs, costs=True)

    whole = Checker(problem, rules, pairs).start(Roster(problem.fixed))
    assert _costs(part, duty, person) == _costs(whole, duty, person)


def _costs(standing: Standing, duty: str, person: str) -> dict[str, object]:
    found = Asking(standing).why(duty, instead_of=person).alternatives
    return {each.person.id: (each.drops, each.exchange, each.costs) for each in found}
