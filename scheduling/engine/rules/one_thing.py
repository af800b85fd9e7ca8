"""Nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import ON_DUTY, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.moments import at_moments
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class OneThing(Rule):
    """One rotation, one leave, one activity in a half-day, one duty at any moment."""

    code: ClassVar[str] = "one-thing"
    title: ClassVar[str] = "One thing at a time"
    text: ClassVar[str] = (
        "A person has one rotation at a time, one activity in a half-day, and never two duties "
        "that overlap."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        yield self._cells(facts)
        for which in (
            facts.of_kind(Kind.ROTATION),
            facts.of_kind(Kind.LEAVE),
            facts.of_work(*ON_DUTY),
        ):
            yield self._overlaps(facts, np.flatnonzero(which[facts.duty]))

    def _cells(self, facts: Facts) -> Limits:
        cells = [duty.cell for duty in facts.problem.duties]
        names, cell = np.unique(cells, return_inverse=True) if cells else (np.array([]), _EMPTY)
        column = np.flatnonzero(np.array([bool(c) for c in cells], dtype=bool)[facts.duty])
        keys, row = np.unique(
            facts.person[column] * max(len(names), 1) + cell[facts.duty[column]],
            return_inverse=True,
        )
        day = np.zeros(len(keys), dtype=np.int64)
        day[row] = facts.first_day[facts.duty[column]]
        return _at_most_one(len(keys), row, column, keys // max(len(names), 1), day)

    def _overlaps(self, facts: Facts, column: Ints) -> Limits:
        at, row, column = at_moments(facts, facts.person[column], column)
        return _at_most_one(len(at.minute), row, column, at.group, at.day)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has {total} duties at once on {days}.",
            name=broken.name,
            total=broken.total,
            days=broken.days,
        )


def _at_most_one(count: int, row: Ints, column: Ints, person: Ints, day: Ints) -> Limits:
    """Leaves out rows of a single pair, which cannot be broken."""
    crowded = np.bincount(row, minlength=count) > 1
    kept = np.cumsum(crowded) - 1
    terms = crowded[row]
    return limits(
        int(crowded.sum()),
        kept[row[terms]],
        column[terms],
        high=1,
        person=person[crowded],
        first_day=day[crowded],
        last_day=day[crowded],
    )


_EMPTY = np.zeros(0, dtype=np.int64)
