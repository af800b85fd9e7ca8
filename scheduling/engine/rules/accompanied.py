"""Some things are done only in company: a resident's sports medicine clinic, a procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.problem import Company, Person
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class Accompanied(Rule):
    """Whoever does it counts +1, everybody who may keep them company -1."""

    code: ClassVar[str] = "accompanied"
    title: ClassVar[str] = "In company"
    text: ClassVar[str] = (
        "What a resident may do only beside somebody of the right role or credential is done only "
        "in a half-day in which such a person is there for it."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        row: list[int] = []
        column: list[int] = []
        weight: list[int] = []
        people: list[int] = []
        days: list[int] = []
        labels: list[str] = []
        for company in facts.problem.companies:
            others = self._others(facts, company)
            for mine in self._columns(facts, company.duties, company.who):
                person = int(facts.person[mine])
                beside = [other for other in others.tolist() if facts.person[other] != person]
                row += [len(people)] * (1 + len(beside))
                column += [int(mine), *beside]
                weight += [1, *([-1] * len(beside))]
                people.append(person)
                days.append(int(facts.first_day[facts.duty[mine]]))
                labels.append(company.label)
        yield limits(
            len(people),
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(weight, dtype=np.int64),
            high=0,
            person=people,
            first_day=days,
            last_day=days,
            label=labels.__getitem__,
        )

    def _columns(self, facts: Facts, duties: tuple[str, ...], who: frozenset[str]) -> Ints:
        """The pairs of people with one of the tags and any of the duties."""
        index, wanted = facts.problem.duty_index, facts.tagged_any(who)
        found = np.unique(np.concatenate([facts.of_duty(index[duty]) for duty in duties]))
        return np.asarray(found[wanted[facts.person[found]]])

    def _others(self, facts: Facts, company: Company) -> Ints:
        """The pairs that are company: of the right people, with the credential on that day."""
        column = self._columns(facts, company.others, company.by)
        if not company.credential:
            return column
        people, duties = facts.problem.people, facts.problem.duties
        pairs = ((people[facts.person[c]], duties[facts.duty[c]].starts_at.date()) for c in column)
        holds = [_holds(person, company.credential, day) for person, day in pairs]
        return np.asarray(column[np.array(holds, dtype=bool)])

    def says(self, broken: Broken) -> str:
        return said(
            "{name} on {days}: {label}, and nobody of the kind is there.",
            name=broken.name,
            days=broken.days,
            label=broken.label,
        )


def _holds(person: Person, credential: str, day: date) -> bool:
    return any(
        held.code == credential
        and (held.starts_on is None or held.starts_on <= day)
        and (held.ends_on is None or day <= held.ends_on)
        for held in person.credentials
    )
