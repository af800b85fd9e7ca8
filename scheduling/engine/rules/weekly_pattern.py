"""A rotation's week is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class WeeklyPattern(Rule):
    """Each half-day is filled with what the rotation's pattern allows there."""

    code: ClassVar[str] = "weekly-pattern"
    title: ClassVar[str] = "Weekly pattern"
    text: ClassVar[str] = (
        "Each half-day is filled with one of the activities that the weekly pattern of the "
        "rotation names for it, or with what follows a call that the person had the night before."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        expected = facts.problem.expectations
        index, duties = facts.problem.duty_index, facts.problem.duties
        rows, weights = [], []
        for each in expected:
            filled = [
                c for c, _ in facts.columns_of(each.person, (*each.duties, *each.released_by))
            ]
            asked = [c for c, _ in facts.columns_of(each.person, each.asked_by)]
            rows.append([*filled, *asked])
            weights += [1] * len(filled) + [-1] * len(asked)
        days = [duties[index[e.duties[0]]].starts_at.toordinal() for e in expected]
        yield limits_of_rows(
            rows,
            weight=weights,
            low=[0 if e.asked_by else 1 for e in expected],
            person=[facts.problem.person_index[e.person] for e in expected],
            first_day=days,
            last_day=days,
            label=lambda row: expected[row].label,
        )

    def says(self, broken: Broken) -> str:
        return said("{name} has nothing to do on {label}.", name=broken.name, label=broken.label)
