"""What can be said of a problem before it is solved. Needs no solver.

Everything here is counted, not searched: what it calls certain is certain, and what it is silent
about may still clash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.problem import Problem
from scheduling.engine.supply import Supply, supplies
from scheduling.engine.whole import Whole

from .rules.base import Broken, Rule


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule that will not be felt, and why."""

    code: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Certain:
    """Something that no schedule can keep."""

    rule: str
    title: str
    person: str | None  # id
    message: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """Rules that are off or idle, what is certain to clash, and supply beside demand."""

    off: tuple[RuleNote, ...]
    idle: tuple[RuleNote, ...]
    certain: tuple[Certain, ...]
    settled: tuple[Certain, ...]  # broken already by what is fixed; a solve works around it
    supply: tuple[Supply, ...]

    @property
    def short(self) -> tuple[Supply, ...]:
        return tuple(line for line in self.supply if line.short)


def preflight(
    problem: Problem, rules: Sequence[Rule], book: Sequence[type[Rule] | Rule] = ()
) -> Preflight:
    """`book` is all the rules there are: those of it that are not in `rules` are off."""
    whole = Whole(problem, rules)
    in_force = {rule.code for rule in rules}
    off = {rule.code: rule.title for rule in book if rule.code not in in_force}
    return Preflight(
        off=tuple(RuleNote(code, title, "It is switched off.") for code, title in off.items()),
        idle=tuple(_idle(whole, rules)),
        certain=(*_beyond_reach(whole), *_person_counts(whole)),
        settled=tuple(_settled(whole)),
        supply=supplies(whole),
    )


def _idle(whole: Whole, rules: Sequence[Rule]) -> Iterator[RuleNote]:
    """Rules that must hold and that nothing left to decide could break."""
    compiled, may_break = whole.compiled, whole.loose.terms.may_break
    for rule in rules:
        if rule.weight is not None:
            continue
        rows = np.isin(compiled.part, [i for i, p in enumerate(compiled.parts) if p.rule is rule])
        if not rows.any():
            yield RuleNote(rule.code, rule.title, "It limits nothing here.")
        elif not may_break[rows].any():
            yield RuleNote(rule.code, rule.title, "Whatever is decided here keeps it.")


# What no schedule can keep


def _beyond_reach(whole: Whole) -> Iterator[Certain]:
    """Limits that even everybody who might do it could not reach."""
    compiled, view = whole.compiled, whole.settled
    few = (view.terms.most < compiled.low) & ~np.array(view.terms.of_days, dtype=bool)
    for row in np.flatnonzero(few).tolist():
        most = view.most[row]
        yield _certain(compiled.broken(row, most, int(compiled.low[row]) - most))


def _settled(whole: Whole) -> Iterator[Certain]:
    """Limits that are broken by what is fixed."""
    compiled, view = whole.compiled, whole.settled
    for row in np.flatnonzero(view.terms.least > compiled.high).tolist():
        least = view.least[row]
        yield _certain(compiled.broken(row, least, least - int(compiled.high[row])))


def _certain(broken: Broken) -> Certain:
    return Certain(broken.rule.code, broken.rule.title, broken.person, broken.message)


@dataclass(frozen=True, slots=True)
class _Row:
    """A limit of plain terms on one person's pairs that are still open."""

    row: int
    pairs: frozenset[int]


def _person_counts(whole: Whole) -> Iterator[Certain]:
    """People of whom more is asked than they have times to do it in."""
    compiled, facts = whole.compiled, whole.facts
    plain = np.ones(compiled.rows, dtype=bool)
    plain[compiled.row[(compiled.weight != 1) | (compiled.column >= facts.pairs)]] = False
    asks = plain & (whole.owner >= 0) & (compiled.low > 0) & (whole.settled.terms.most > 0)
    caps = plain & (whole.owner >= 0) & (compiled.high == 1)
    for person in np.unique(whole.owner[asks]).tolist():
        mine = whole.owner == person
        wanted = _apart(whole, np.flatnonzero(mine & asks), -compiled.low)
        times = _apart(whole, np.flatnonzero(mine & caps), -np.diff(compiled.starts))
        yield from _asked_too_much(whole, person, wanted, times)


def _apart(whole: Whole, rows: Ints, order: Ints) -> list[_Row]:
    """Rows that share no pair, those first in order before the others."""
    taken: set[int] = set()
    found = []
    for row in sorted(rows.tolist(), key=lambda r: (int(order[r]), r)):
        pairs = frozenset(c for c in whole.columns(row).tolist() if whole.settled.high[c])
        if pairs and taken.isdisjoint(pairs):
            taken |= pairs
            found.append(_Row(row, pairs))
    return found


def _asked_too_much(
    whole: Whole, person: int, wanted: Sequence[_Row], times: Sequence[_Row]
) -> Iterator[Certain]:
    # Of each time that is wanted once or not at all there is nothing to learn.
    wanted = [each for each in wanted if whole.compiled.low[each.row] > 1 or len(each.pairs) > 1]
    pairs = frozenset().union(*(each.pairs for each in wanted))
    used = [pairs & each.pairs for each in times if pairs & each.pairs]
    room = len(used) + len(pairs.difference(*used))
    asked = sum(int(whole.compiled.low[each.row]) for each in wanted)
    if asked <= room:
        return
    who, compiled = whole.facts.problem.people[person], whole.compiled
    labels = [
        f"{compiled.broken(each.row, 0, 0).label} {int(compiled.low[each.row])}" for each in wanted
    ]
    rule = compiled.broken(wanted[0].row, 0, 0).rule
    yield Certain(
        rule.code,
        rule.title,
        who.id,
        f"{who.name} is asked for {asked} in all ({', '.join(labels)}), but has times for {room}.",
    )
