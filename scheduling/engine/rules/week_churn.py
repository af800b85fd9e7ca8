"""Not too many different things in a week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import IN_HOUSE, Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Force, Rule, Tier

ACTIVITIES, PLACES = said("activities"), said("places")


@dataclass(frozen=True, kw_only=True)
class WeekChurn(Rule):
    """Different activities, and different places, of a person from Monday to Sunday."""

    code: ClassVar[str] = "week-churn"
    title: ClassVar[str] = "Few different activities in a week"
    text: ClassVar[str] = (
        "In a week nobody has more than a few different activities, nor more than a few places to "
        "work at, where that can be avoided."
    )
    meanings: ClassVar[dict[str, str]] = {
        "activities": "The most different activities in a week.",
        "places": "The most different places in a week.",
    }
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.SHAPE
    shapes: ClassVar[Kind | None] = Kind.HALF_DAY

    weight: int | None = 1
    activities: int = 4
    places: int = 2

    def limits(self, facts: Facts) -> Iterator[Limits]:
        duties = facts.problem.duties
        yield _kinds(facts, [d.code for d in duties], self.activities, ACTIVITIES)
        yield _kinds(facts, [d.place for d in duties], self.places, PLACES)

    def says(self, broken: Broken) -> str:
        parts = {
            "name": broken.name,
            "total": broken.total,
            "days": broken.days,
            "high": broken.high,
        }
        if broken.label == PLACES:
            return said(
                "{name} has {total} different places in the week {days}; at most {high} are meant.",
                **parts,
            )
        return said(
            "{name} has {total} different activities in the week {days}; at most {high} are meant.",
            **parts,
        )


def _kinds(facts: Facts, names: list[str], most: int, label: str) -> Limits:
    """How many of the names occur in each week of each person; no name is none."""
    known = {name: row for row, name in enumerate(sorted({*names, ""}))}
    number = np.array([known[name] for name in names], dtype=np.int64)
    works = facts.of_kind(Kind.HALF_DAY) & facts.of_work(*IN_HOUSE) & (number > 0)
    column = np.flatnonzero(works[facts.duty])
    duty = facts.duty[column]
    week = facts.person[column] * _SPAN + (facts.first_day[duty] - 1) // 7
    key, fact = facts.any_of(week * len(known) + number[duty], column)
    return _counted(key // len(known), fact, most, label)


def _counted(key: Ints, fact: Ints, most: int, label: str) -> Limits:
    weeks, row = np.unique(key, return_inverse=True)
    first = weeks % _SPAN * 7 + 1
    return limits(
        len(weeks),
        row,
        fact,
        high=most,
        person=weeks // _SPAN,
        first_day=first,
        last_day=first + 6,
        label=lambda _: label,
    )


_SPAN = 10_000_000  # more than any ordinal of a week
