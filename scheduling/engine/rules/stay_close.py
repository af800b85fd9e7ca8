"""What is published changes as little as possible, the less the sooner it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.limits import Limits, limits
from scheduling.engine.rules.base import Broken, Force, Rule, Tier

NOTICE = ((7, 4), (14, 3), (28, 2))
"""A change with less than so many days of notice costs so much; any other costs one."""


@dataclass(frozen=True, kw_only=True)
class StayClose(Rule):
    """Each duty taken from, or given to, somebody against the published schedule is a change.

    Only duties of the kinds that are published are compared: a plan for the half-days of a year
    is no change of its calls.
    """

    code: ClassVar[str] = "stay-close"
    title: ClassVar[str] = "Stay close to what is published"
    text: ClassVar[str] = (
        "As few duties as possible change hands against the published schedule. A change within a "
        "week counts four times, within two weeks three times, within four weeks twice."
    )
    force: ClassVar[Force] = Force.WISH
    tier: ClassVar[Tier] = Tier.NEARNESS

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        if not facts.problem.published:
            return
        column = np.flatnonzero(comparable(facts))
        duty, kept = facts.duty[column], published(facts)[column].astype(np.int64)
        duties = facts.problem.duties
        yield limits(
            len(column),
            np.arange(len(column)),
            column,
            low=kept,
            high=kept,
            person=facts.person[column],
            first_day=facts.first_day[duty],
            last_day=facts.last_day[duty],
            price=_prices(facts, facts.first_day[duty]),
            label=lambda row: duties[duty[row]].label,
        )

    def says(self, broken: Broken) -> str:
        if broken.total < (broken.low or 0):
            return said("{name} no longer does {label}.", name=broken.name, label=broken.label)
        return said("{name} now does {label}.", name=broken.name, label=broken.label)


def comparable(facts: Facts) -> Flags:
    """Pairs whose duties are of a kind that is published."""
    kinds = {facts.problem.duty(duty).kind for _, duty in facts.problem.published}
    return np.asarray(facts.of_kind(*kinds)[facts.duty])


def published(facts: Facts) -> Flags:
    """Pairs that the published schedule has."""
    result = np.zeros(facts.pairs, dtype=bool)
    for person, duty in facts.problem.published:
        column = facts.column(person, duty)
        if column is not None:
            result[column] = True
    return result


def _prices(facts: Facts, day: Ints) -> Ints:
    """What a change on each day costs, by the notice that people have of it."""
    price = np.ones(len(day), dtype=np.int64)
    today = facts.problem.today
    if today is not None:
        for days, cost in reversed(NOTICE):
            price[day < today.toordinal() + days] = cost
    return price
