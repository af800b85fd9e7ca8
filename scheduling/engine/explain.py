"""Why no roster exists, and why not this person: in sentences, by trying, not by trusting a core."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduling.engine.check import Checker, Standing
from scheduling.engine.control import Control
from scheduling.engine.options import Options
from scheduling.engine.problem import Pair, Problem
from scheduling.engine.relaxed import RELAXED
from scheduling.engine.result import Status
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.solve import solve


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one person cannot help."""

    person: str  # id
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Shortage:
    """Something that is wanted and cannot be had, with the reasons of all who might help."""

    broken: Broken
    reasons: tuple[Reason, ...]

    @property
    def message(self) -> str:
        return " ".join([self.broken.message, *(reason.message for reason in self.reasons)])


def shortages(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    control: Control | None = None,
) -> tuple[Shortage, ...]:
    """What must be gone without so that everything else can hold; as little as can be found.

    Empty when nothing was found in the time allowed, or when people's protection clashes by itself.
    """
    hard = [rule for rule in rules if rule.weight is None]
    relaxed = [replace(r, weight=RELAXED[r.code]) if r.code in RELAXED else r for r in hard]
    result = solve(problem, relaxed, options, control=control)
    if result.roster is None:
        return ()
    checker = Checker(problem, hard)
    standing = checker.start(result.roster)
    missing = [b for b in checker.report(result.roster).violations if b.rule.code in RELAXED]
    return tuple(Shortage(broken, _reasons(checker, standing, broken)) for broken in missing)


def clashing_rules(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    control: Control | None = None,
) -> list[Rule]:
    """Hard rules of a problem without an answer that cannot all hold; none of them can be spared.

    Solves once for each rule. When the time is up, rules not yet tried are taken to be needed.
    """
    options, control = options or Options(), control or Control()
    until = time.monotonic() + options.seconds
    needed = [rule for rule in rules if rule.weight is None]
    for rule in tuple(needed):
        left = until - time.monotonic()
        if left <= 0 or control.cancelled.is_set():
            break
        rest = [other for other in needed if other is not rule]
        result = solve(problem, rest, replace(options, seconds=left), control=control)
        if result.status == Status.INFEASIBLE:
            needed = rest
    return needed


def why_not(standing: Standing, pair: Pair, *, instead_of: Sequence[Pair] = ()) -> list[str]:
    """What stands against giving somebody a duty; nothing when they can have it."""
    verdict = standing.judge(add=[pair], remove=instead_of)
    return [broken.message for broken in verdict.broken if broken.hard]


def _reasons(checker: Checker, standing: Standing, broken: Broken) -> tuple[Reason, ...]:
    """For everybody who could close the gap, the first rule that forbids it."""
    compiled, facts = checker.compiled, checker.facts
    terms = slice(*compiled.starts[broken.row : broken.row + 2])
    too_few = broken.low is not None and broken.total < broken.low
    helps = compiled.weight[terms] > 0 if too_few else compiled.weight[terms] < 0
    found: dict[str, Reason] = {}
    for column in compiled.column[terms][helps]:
        if column >= facts.pairs or standing.values[column]:
            continue
        person = facts.problem.people[facts.person[column]]
        duty = facts.problem.duties[facts.duty[column]]
        against = why_not(standing, (person.id, duty.id))
        if against and person.id not in found:
            found[person.id] = Reason(person.id, person.name, against[0])
    return tuple(found.values())
