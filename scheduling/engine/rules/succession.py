"""Duties that may not follow others on the next days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Succession
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class ShiftSuccession(Rule):
    """Any of the later codes on a day excludes any of the earlier ones on the days before.

    It takes the successions of the problem that carry its code.
    """

    code: ClassVar[str] = "succession"
    title: ClassVar[str] = "Duties that may not follow each other"
    text: ClassVar[str] = (
        "After some duties others may not begin on the next day, or on the next days: no early "
        "shift after a late one. The program names them; a duty counts for the day on which it "
        "begins."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        for succession in facts.problem.successions:
            if succession.rule == self.code:
                yield _pairs(facts, succession)

    def says(self, broken: Broken) -> str:
        return said(
            "{name}, {days}: {label}.", name=broken.name, days=broken.days, label=broken.label
        )


def _pairs(facts: Facts, succession: Succession) -> Limits:
    """One limit for each person and pair of days on which both may happen."""
    before, before_fact = _by_day(facts, succession.first, succession.who)
    after, after_fact = _by_day(facts, succession.then, succession.who)
    first, second, gap = [], [], []
    for days in range(1, succession.days + 1):
        _, left, right = np.intersect1d(before + days, after, return_indices=True)
        first.append(before_fact[left])
        second.append(after_fact[right])
        gap.append(np.stack([before[left], after[right]]))
    columns = np.stack([np.concatenate(first), np.concatenate(second)], axis=1)
    person, first_day = np.divmod(np.concatenate(gap, axis=1)[0], _DAYS)
    last_day = np.concatenate(gap, axis=1)[1] % _DAYS
    label = succession.label or (
        said(
            "{names} may not follow {before}",
            names=_listed(succession.then),
            before=_listed(succession.first),
        )
    )
    return limits(
        len(columns),
        np.repeat(np.arange(len(columns)), 2),
        columns.ravel(),
        high=1,
        person=person,
        first_day=first_day,
        last_day=last_day,
        label=lambda _: label,
    )


def _by_day(facts: Facts, codes: frozenset[str], who: frozenset[str]) -> tuple[Ints, Ints]:
    """Keys of person and day, sorted, and the fact "begins a duty of these codes that day"."""
    has_code = np.array([duty.code in codes for duty in facts.problem.duties], dtype=bool)
    column = np.flatnonzero(has_code[facts.duty] & facts.tagged_any(who)[facts.person])
    return facts.any_of(facts.person[column] * _DAYS + facts.first_day[facts.duty[column]], column)


def _listed(codes: frozenset[str]) -> str:
    return " or ".join(sorted(codes))


_DAYS = 10_000_000  # more than any ordinal of a day
