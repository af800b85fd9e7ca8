"""Checks a roster against rules, whole or move by move. Needs no solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import SupportsInt

import numpy as np

from scheduling.engine.breaches import Spell, compared
from scheduling.engine.compiled import Compiled
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.problem import Pair, Problem, Roster

from .rules.base import Broken, Force, Rule, Tier


@dataclass(frozen=True)
class Report:
    """What a roster breaks, and what its soft rules cost in each tier."""

    broken: tuple[Broken, ...]
    costs: dict[Tier, int]

    @property
    def violations(self) -> tuple[Broken, ...]:
        """Rules that must hold and do not."""
        return tuple(b for b in self.broken if b.hard)

    @property
    def advisories(self) -> tuple[Broken, ...]:
        """Soft rules that somebody should look at; wishes are not among them.

        Of windows that overlap and are only for review the worst is named.
        """
        found = [b for b in self.broken if not b.hard and b.rule.force != Force.WISH]
        review = [b for b in found if b.rule.for_review]
        kept = {id(broken) for broken in _worst(review)}
        return tuple(b for b in found if not b.rule.for_review or id(b) in kept)


def _worst(broken: Iterable[Broken]) -> Iterator[Broken]:
    """One after the other the worst, but for those that share days with one that was named."""
    named: dict[tuple[str, str | None], list[Broken]] = {}
    for one in sorted(broken, key=lambda b: -b.excess):
        others = named.setdefault((one.rule.code, one.person), [])
        if not any(_share_days(one, other) for other in others):
            others.append(one)
            yield one


def _share_days(one: Broken, other: Broken) -> bool:
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return False
    return one.first_day <= other.last_day and other.first_day <= one.last_day


@dataclass(frozen=True)
class Verdict:
    """What a change breaks and mends. A fault that gets better or stays is neither."""

    broken: tuple[Broken, ...]
    mended: tuple[Broken, ...]

    @property
    def allowed(self) -> bool:
        """Whether the change breaks nothing that must hold and held before (or held better)."""
        return not any(b.hard for b in self.broken)


class Checker:
    """The rules of a problem, compiled once and asked often.

    `also` are pairs outside the candidates that rosters and moves may hold: what somebody
    assigned by hand.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule], also: Iterable[Pair] = ()) -> None:
        self.facts = Facts(problem, also)
        self.compiled = Compiled(self.facts, rules)

    def report(self, roster: Roster) -> Report:
        """Everything the roster breaks, hard and soft, and the cost of the soft rules."""
        return self.start(roster).report()

    def start(self, roster: Roster) -> Standing:
        """The roster as it stands, ready to judge moves against."""
        return Standing(self, roster)


class Standing:
    """A roster with all its sums, so that a move touches only what it changes."""

    def __init__(self, checker: Checker, roster: Roster) -> None:
        self.checker = checker
        self.values = checker.facts.values(checker.facts.vector(roster))
        self.totals = checker.compiled.totals(self.values)

    def report(self) -> Report:
        """Everything it breaks, hard and soft, and the cost of the soft rules."""
        compiled, totals, excess = self.checker.compiled, self.totals, self.excess
        rows = np.flatnonzero(excess)
        broken = tuple(compiled.broken(row, totals[row], excess[row], self.values) for row in rows)
        return Report(broken, compiled.costs(excess))

    def judge(self, *, add: Iterable[Pair] = (), remove: Iterable[Pair] = ()) -> Verdict:
        """What adding and removing these pairs breaks and mends. Changes nothing."""
        return self.weigh(add, remove).verdict

    def weigh(self, add: Iterable[Pair], remove: Iterable[Pair]) -> Move:
        """The same with the excess of every limit that is touched."""
        compiled = self.checker.compiled
        columns, values = self.after(add, remove)
        rows = compiled.rows_of(columns)
        excess = compiled.excess(compiled.totals_of(rows, values), rows)
        return Move(self, columns, values, rows, self.excess[rows], excess)

    @cached_property
    def excess(self) -> Ints:
        """By how much each limit is broken."""
        return self.checker.compiled.excess(self.totals)

    @cached_property
    def lasting(self) -> Ints:
        """The broken limits of which a breach may go on under other duties."""
        return np.flatnonzero(self.checker.compiled.lasting & (self.excess > 0))

    def moved(self, *, add: Iterable[Pair] = (), remove: Iterable[Pair] = ()) -> Standing:
        """The roster as it would stand after a change."""
        compiled, other = self.checker.compiled, Standing.__new__(Standing)
        other.checker = self.checker
        columns, other.values = self.after(add, remove)
        rows = compiled.rows_of(columns)
        other.totals = self.totals.copy()
        other.totals[rows] = compiled.totals_of(rows, other.values)
        return other

    def broken(self, row: SupportsInt, values: Ints) -> Broken:
        """What there is to say about a limit, with these values of all columns."""
        compiled, rows = self.checker.compiled, np.array([row], dtype=np.int64)
        totals = compiled.totals_of(rows, values)
        return compiled.broken(row, totals[0], compiled.excess(totals, rows)[0], values)

    def after(self, add: Iterable[Pair], remove: Iterable[Pair]) -> tuple[Ints, Ints]:
        """The columns that change, and all values after the change."""
        facts = self.checker.facts
        after = self.values.copy()
        changed = []
        for pairs, value in ((remove, 0), (add, 1)):
            for person, duty in pairs:
                column = facts.column(person, duty)
                if column is None:
                    raise KeyError(f"({person}, {duty}) is not among the pairs of this problem.")
                after[column] = value
                changed.append(column)
        columns = np.array(changed, dtype=np.int64)
        parts = [columns]
        for fact in facts.derived:
            rows = fact.touched(columns) if len(columns) else columns
            after[fact.first + rows] = fact.values(after, rows)
            parts.append(fact.first + rows)
        return np.concatenate(parts), after


@dataclass(frozen=True, eq=False)
class Move:
    """A change against a roster as it stands: the limits it touches, before and after it."""

    standing: Standing
    columns: Ints
    values: Ints  # after it, of all columns
    rows: Ints
    before: Ints  # by how much each of the rows was broken
    after: Ints

    @cached_property
    def verdict(self) -> Verdict:
        """What it breaks or makes worse, and what it mends."""
        plain = ~self.standing.checker.compiled.lasting[self.rows]
        grown, gone = self._lasting()
        worse = np.flatnonzero(plain & (self.after > self.before))
        better = np.flatnonzero(plain & (self.before > 0) & (self.after == 0))
        return Verdict(
            self._told([*self.rows[worse], *grown], self.values),
            self._told([*self.rows[better], *gone], self.standing.values),
        )

    def _lasting(self) -> tuple[list[int], list[int]]:
        """Limits whose breaches are new or last longer than before, and those that are gone."""
        compiled, lasted = self.standing.checker.compiled, self._lasted()
        broken = self._moving(self.rows[(self.after > 0) & compiled.lasting[self.rows]])
        if not len(lasted) and not len(broken):
            return [], []
        now = np.union1d(broken, np.setdiff1d(lasted, self.rows))
        grown, gone = compared(
            [_Lasting.of(compiled, row, self.standing.values) for row in lasted.tolist()],
            [_Lasting.of(compiled, row, self.values) for row in now.tolist()],
        )
        return [each.row for each in grown], [each.row for each in gone]

    def _lasted(self) -> Ints:
        """Broken limits of those whom it concerns, which may go on under other duties."""
        compiled, facts = self.standing.checker.compiled, self.standing.checker.facts
        people = facts.person[self.columns[self.columns < facts.pairs]]
        rows = self.standing.lasting
        return self._moving(rows[np.isin(compiled.person[rows], people)])

    def _moving(self, rows: Ints) -> Ints:
        """Those of rules in which something changes."""
        compiled, changed = self.standing.checker.compiled, self.rows[self.before != self.after]
        may = np.isin(compiled.part[rows], compiled.part[changed]) | compiled.going_on[rows]
        return np.asarray(rows[may])

    def _told(self, rows: Iterable[int], values: Ints) -> tuple[Broken, ...]:
        return tuple(self.standing.broken(row, values) for row in sorted(rows))


@dataclass(frozen=True, slots=True)
class _Lasting:
    """A broken limit, as far as it must be known again."""

    row: int
    whose: tuple[str, int]
    spell: Spell | None

    @classmethod
    def of(cls, compiled: Compiled, row: int, values: Ints) -> _Lasting:
        code = compiled.parts[compiled.part[row]].rule.code
        return cls(row, (code, int(compiled.person[row])), compiled.spell(row, values))


def check(problem: Problem, roster: Roster, rules: Sequence[Rule]) -> Report:
    """What `roster` breaks, and what it costs."""
    return Checker(problem, rules, roster.pairs).report(roster)


def compare(problem: Problem, before: Roster, after: Roster, rules: Sequence[Rule]) -> Verdict:
    """What changes for better or worse between two rosters."""
    checker = Checker(problem, rules, before.pairs | after.pairs)
    return checker.start(before).judge(
        add=after.pairs - before.pairs, remove=before.pairs - after.pairs
    )
