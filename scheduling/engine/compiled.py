"""All limits of a set of rules as one sparse matrix, so that a year is checked in one sweep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import SupportsInt

import numpy as np

from scheduling.engine.breaches import Spell
from scheduling.engine.derived import Ints, ranges
from scheduling.engine.facts import Facts
from scheduling.engine.limits import NO_HIGH, NO_LOW, Limits, Measure
from scheduling.engine.waivers import waived_limits

from .rules.base import Broken, Rule, Tier


@dataclass(frozen=True, eq=False)
class Part:
    """The rows that one rule put in with one `Limits`."""

    rule: Rule
    first: int
    limits: Limits
    says: Rule  # the rule itself, or as a waiver changes it


class Compiled:
    """Rows are limits, columns are facts; terms are sorted by row."""

    def __init__(self, facts: Facts, rules: Sequence[Rule]) -> None:
        self.facts = facts
        self.rules = tuple(rules)
        self.parts: list[Part] = []
        self.rows = 0
        for rule in rules:
            for found, says in waived_limits(rule, facts):
                if len(found):
                    self.parts.append(Part(rule, self.rows, found, says))
                    self.rows += len(found)
        self._join()

    def _join(self) -> None:
        parts = self.parts
        row = _joined([p.limits.row + p.first for p in parts])
        order = np.argsort(row, kind="stable")
        self.row = row[order]
        self.column = _joined([p.limits.column for p in parts])[order]
        self.weight = _joined([p.limits.weight for p in parts])[order]
        self.starts = np.searchsorted(self.row, np.arange(self.rows + 1))
        self.low = _joined([p.limits.low for p in parts])
        self.high = _joined([p.limits.high for p in parts])
        self.price = _joined([p.limits.price for p in parts])
        self.part = np.repeat(np.arange(len(parts)), [len(p.limits) for p in parts])
        self.lasting = np.array([p.limits.spells is not None for p in parts], dtype=bool)[self.part]
        self.going_on = np.array([_goes_on(p.limits) for p in parts], dtype=bool)[self.part]
        self.person = _joined([p.limits.person for p in parts])
        self.hard = np.array([p.rule.weight is None for p in parts], dtype=bool)[self.part]

    def totals(self, values: Ints) -> Ints:
        """The weighted sum of each row."""
        return row_sums(self.weight * values[self.column], self.starts)

    def totals_of(self, rows: Ints, values: Ints) -> Ints:
        """The same for some rows only."""
        first, beyond = self.starts[rows], self.starts[rows + 1]
        terms = ranges(first, beyond)
        starts = np.concatenate([[0], np.cumsum(beyond - first)])
        return row_sums(self.weight[terms] * values[self.column[terms]], starts)

    def excess(self, totals: Ints, rows: Ints | slice = slice(None)) -> Ints:
        """By how much each row is broken."""
        over, under = totals - self.high[rows], self.low[rows] - totals
        return np.asarray(np.maximum(0, np.maximum(over, under)))

    def costs(self, excess: Ints) -> dict[Tier, int]:
        """What the soft rules of each tier cost, given the excess of every row."""
        costs: dict[Tier, int] = {}
        for rule in self.rules:
            if rule.weight is not None:
                cost = rule.weight * self._measured(rule, excess)
                costs[rule.tier] = costs.get(rule.tier, 0) + cost
        return costs

    def _measured(self, rule: Rule, excess: Ints) -> int:
        mine = np.array([part.rule is rule for part in self.parts], dtype=bool)[self.part]
        priced = (excess * self.price)[mine]
        if rule.measure == Measure.WORST:
            return -(-int(priced.max(initial=0)) // rule.step)
        return int(priced.sum())

    @cached_property
    def _by_column(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.column, kind="stable")
        return self.column[order], self.row[order]

    def rows_of(self, columns: Ints) -> Ints:
        """The rows in which any of these facts stands."""
        column, row = self._by_column
        left = np.searchsorted(column, columns, "left")
        right = np.searchsorted(column, columns, "right")
        return np.unique(row[ranges(left, right)])

    def broken(
        self,
        row: SupportsInt,
        total: SupportsInt,
        excess: SupportsInt,
        values: Ints | None = None,
    ) -> Broken:
        """What there is to say about a broken row; how long it lasts, when the values are given."""
        part = self.parts[self.part[int(row)]]
        own, found = int(row) - part.first, part.limits
        person = int(found.person[own])
        someone = self.facts.problem.people[person] if person >= 0 else None
        low, high = int(found.low[own]), int(found.high[own])
        return Broken(
            rule=part.says,
            row=int(row),
            total=int(total),
            low=low if low > NO_LOW else None,
            high=high if high < NO_HIGH else None,
            excess=int(excess),
            person=someone.id if someone else None,
            name=someone.name if someone else "",
            first_day=_day(found.first_day[own]),
            last_day=_day(found.last_day[own]),
            label=found.label(own),
            spell=None if values is None else self.spell(int(row), values),
        )

    def spell(self, row: int, values: Ints) -> Spell | None:
        """From where to where the breach of a row lasts, where its limits say."""
        part = self.parts[self.part[row]]
        spells = part.limits.spells
        return spells.of_row(row - part.first, values) if spells else None


def _goes_on(limits: Limits) -> bool:
    return limits.spells is not None and limits.spells.until is not None


def row_sums(terms: Ints, starts: Ints) -> Ints:
    """The sum of the terms of each row; they are sorted by row."""
    sums = np.concatenate([[0], np.cumsum(terms)])
    return np.asarray(sums[starts[1:]] - sums[starts[:-1]])


def _joined(arrays: Sequence[Ints]) -> Ints:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal > 0 else None
