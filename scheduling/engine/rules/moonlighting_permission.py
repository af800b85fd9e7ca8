"""Nobody moonlights without permission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits
from scheduling.engine.problem import Person, Work
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.forbidden import forbidden

PERMISSION = "permission to moonlight"
"""The code under which a person holds it, from one day to another."""


@dataclass(frozen=True, kw_only=True)
class MoonlightingPermission(Rule):
    """No moonlighting on days for which the person holds no permission."""

    code: ClassVar[str] = "moonlighting-permission"
    title: ClassVar[str] = "Permission to moonlight"
    text: ClassVar[str] = (
        "Whoever moonlights has the program director's permission for the day. What was worked without "
        "it stays on record and counts as hours all the same."
    )

    weight: int | None = 1

    def limits(self, facts: Facts) -> Iterator[Limits]:
        column = np.flatnonzero(facts.of_work(Work.MOONLIGHTING)[facts.duty])
        days = facts.first_day[facts.duty[column]]
        people = [facts.problem.people[person] for person in facts.person[column]]
        allowed = [_holds(who, day) for who, day in zip(people, days.tolist(), strict=True)]
        column = column[np.logical_not(allowed)]
        yield forbidden(
            facts, column, label=lambda row: facts.problem.duties[facts.duty[column[row]]].id
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} moonlights on {days} without permission.", name=broken.name, days=broken.days
        )


def _holds(person: Person, day: int) -> bool:
    return any(
        credential.code == PERMISSION
        and (credential.starts_on is None or credential.starts_on.toordinal() <= day)
        and (credential.ends_on is None or day <= credential.ends_on.toordinal())
        for credential in person.credentials
    )
