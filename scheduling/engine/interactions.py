"""Which rules speak about the same facts: they can help or hinder each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from scheduling.engine.compiled import Compiled
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.problem import Problem

from .rules.base import Rule


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two rules, how many pairs of a person and a duty both limit, and one of these in words."""

    first: str  # codes
    second: str
    shared: int
    titles: str
    example: str


@dataclass(frozen=True, slots=True)
class Interactions:
    """The rules that limit what is still open, how much of it each, and which meet where."""

    rules: tuple[Rule, ...]
    touched: tuple[int, ...]
    pairs: tuple[Interaction, ...]

    def between(self, first: str, second: str) -> Interaction | None:
        wanted = {first, second}
        return next((p for p in self.pairs if {p.first, p.second} == wanted), None)


def interactions(problem: Problem, rules: Sequence[Rule]) -> Interactions:
    """Counted over the candidates of the problem; the most that two rules share comes first."""
    facts = Facts(problem)
    compiled = Compiled(facts, rules)
    touches = _touches(compiled)
    counts = [int(row.sum()) for row in touches]
    found = []
    for first, second in combinations(range(len(rules)), 2):
        both = np.flatnonzero(touches[first] & touches[second])
        if len(both):
            pair = rules[first], rules[second]
            words = _example(compiled, int(both[0]), pair)
            titles = " / ".join(rule.title for rule in pair)
            found.append(Interaction(pair[0].code, pair[1].code, len(both), titles, words))
    found.sort(key=lambda pair: (-pair.shared, pair.first, pair.second))
    felt = [(rule, count) for rule, count in zip(rules, counts, strict=True) if count]
    return Interactions(tuple(r for r, _ in felt), tuple(c for _, c in felt), tuple(found))


def _touches(compiled: Compiled) -> Flags:
    """Rule by pair: whether the rule says anything of the pair, if only through a derived fact."""
    facts = compiled.facts
    candidates = np.zeros(facts.pairs, dtype=bool)
    for person, duty in facts.problem.candidates:
        candidates[facts.column(person, duty)] = True
    found = np.zeros((len(compiled.rules), facts.pairs), dtype=bool)
    index = {id(rule): number for number, rule in enumerate(compiled.rules)}
    of_part = np.array([index[id(part.rule)] for part in compiled.parts], dtype=np.int64)
    of_term = of_part[compiled.part[compiled.row]] if len(compiled.parts) else compiled.row
    for number in range(len(compiled.rules)):
        columns = np.unique(compiled.column[of_term == number])
        found[number, columns[columns < facts.pairs]] = True
        for fact in facts.derived:
            inside = columns[(columns >= fact.first) & (columns < fact.first + fact.count)]
            if len(inside):
                found[number, fact.pairs_of(inside - fact.first)] = True
    return found & candidates


def _example(compiled: Compiled, column: int, rules: Sequence[Rule]) -> str:
    facts = compiled.facts
    person = facts.problem.people[facts.person[column]]
    duty = facts.problem.duties[facts.duty[column]]
    titles = " and ".join(f"“{rule.title}”" for rule in rules)
    return f"{titles} both limit whether {person.name} does {duty.label or duty.code}."
