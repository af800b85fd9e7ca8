"""Nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import ON_DUTY, Facts
from scheduling.engine.limits import Limits, Spells, limits
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
        for of, which in (
            ("rotation", facts.of_kind(Kind.ROTATION)),
            ("leave", facts.of_kind(Kind.LEAVE)),
            ("duty", facts.of_work(*ON_DUTY)),
        ):
            yield self._overlaps(facts, np.flatnonzero(which[facts.duty]), of)

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

    def _overlaps(self, facts: Facts, all_of: Ints, of: str) -> Limits:
        at, row, column = at_moments(facts, facts.person[all_of], all_of)
        found = _at_most_one(len(at.minute), row, column, at.group, at.day)
        moment = at.minute[np.bincount(row, minlength=len(at.minute)) > 1]

        def until(row: int, values: Ints) -> tuple[int, ...]:
            own = all_of[(facts.person[all_of] == found.person[row]) & (values[all_of] > 0)]
            return _crowded_until(
                facts.start[facts.duty[own]], facts.end[facts.duty[own]], int(moment[row])
            )

        return replace(found, spells=Spells(moment, moment + 1, of, until))

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has {total} duties at once on {days}.",
            name=broken.name,
            total=broken.total,
            days=broken.days,
        )


def _crowded_until(starts: Ints, ends: Ints, moment: int) -> tuple[int, ...]:
    """From this moment on, until when there are two at once without a break, then three, ..."""
    moments = np.unique(np.concatenate([[moment], starts, ends]))
    later = moments[moments >= moment]
    at_once = ((starts[:, None] <= later) & (later < ends[:, None])).sum(axis=0)
    return tuple(int(later[np.argmax(at_once <= most)]) for most in range(1, int(at_once[0])))


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
