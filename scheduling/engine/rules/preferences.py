"""What people wish for, by rank: as much of it as possible, and nobody left far behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, Measure, limits, limits_of_rows
from scheduling.engine.problem import Preference
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.rules.continuity import burden_terms


@dataclass(frozen=True, kw_only=True)
class RankPreferences(Rule):
    """The sum of the prices of wishes not met."""

    code: ClassVar[str] = "rank-preferences"
    title: ClassVar[str] = "Preferences"
    text: ClassVar[str] = (
        "As many wishes as possible are met, the higher ranked before the lower ranked ones."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.PREFERENCES

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        wishes = facts.problem.preferences
        yield _met(facts, [wish for wish in wishes if wish.prefer])
        yield _avoided(facts, [wish for wish in wishes if not wish.prefer])

    def says(self, broken: Broken) -> str:
        return said("{name}: {label} is not met.", name=broken.name, label=broken.label)


@dataclass(frozen=True, kw_only=True)
class FairPreferences(Rule):
    """The largest sum that any one person pays."""

    code: ClassVar[str] = "fair-preferences"
    title: ClassVar[str] = "Nobody left behind"
    text: ClassVar[str] = "The person whose wishes are met least is served as well as possible."
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.FAIRNESS
    measure: ClassVar[Measure] = Measure.WORST

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        """One limit for each person: what avoided duties and burdens cost, and what is carried.

        Wishes to have count in the sum.
        """
        row, column, weight = [], [], []
        for wish in facts.problem.preferences:
            if wish.prefer:
                continue
            for found, _ in facts.columns_of(wish.person, wish.duties):
                row.append(facts.problem.person_index[wish.person])
                column.append(found)
                weight.append(wish.price)
        for person, borne, price in burden_terms(facts):
            row += [person] * len(borne)
            column += borne.tolist()
            weight += [price] * len(borne)
        carried = np.zeros(len(facts.problem.people), dtype=np.int64)
        for burden in facts.problem.burdens if self.weight is not None else ():
            # What somebody paid before cannot be held against a roster that must not cost anything.
            carried[facts.problem.person_index[burden.person]] += burden.carried
        count = len(carried) if row or carried.any() else 0
        yield limits(
            count,
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(weight, dtype=np.int64),
            high=-carried[:count],
            person=np.arange(count),
        )

    def says(self, broken: Broken) -> str:
        words = {"name": broken.name, "total": broken.total}
        if broken.high:
            return said(
                "{name}'s wishes cost {total} in all, {carried} carried over.",
                carried=-broken.high,
                **words,
            )
        return said("{name}'s wishes cost {total} in all.", **words)


def _met(facts: Facts, wishes: Sequence[Preference]) -> Limits:
    rows = [[c for c, _ in facts.columns_of(w.person, w.duties)] for w in wishes]
    return limits_of_rows(
        rows,
        low=1,
        price=[wish.price for wish in wishes],
        person=[facts.problem.person_index[wish.person] for wish in wishes],
        label=lambda row: wishes[row].label,
    )


def _avoided(facts: Facts, wishes: Sequence[Preference]) -> Limits:
    rows = [[c for c, _ in facts.columns_of(w.person, w.duties)] for w in wishes]
    return limits_of_rows(
        rows,
        high=0,
        price=[wish.price for wish in wishes],
        person=[facts.problem.person_index[wish.person] for wish in wishes],
        label=lambda row: wishes[row].label,
    )
