"""Only those do a duty who may: the right level, and a valid credential."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts, Flags, minute
from scheduling.engine.limits import Limits
from scheduling.engine.problem import Duty, Person
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.forbidden import forbidden


def holds_credential(person: Person, duty: Duty) -> bool:
    """Whether the person's credential is valid on every day of the duty."""
    first, last = duty.starts_at.date(), duty.last_day
    return any(
        held.code == duty.credential
        and (held.starts_on is None or held.starts_on <= first)
        and (held.ends_on is None or last <= held.ends_on)
        for held in person.credentials
    )


def ineligible_pairs(facts: Facts) -> Flags:
    """Pairs in which the person may not do the duty."""
    people, duties = facts.problem.people, facts.problem.duties
    groups = {tags: row for row, tags in enumerate({duty.open_to for duty in duties})}
    group = np.array([groups[duty.open_to] for duty in duties], dtype=np.int64)
    allowed = np.array([facts.tagged_any(tags) for tags in groups], dtype=bool)
    result = ~allowed.reshape(len(groups), len(people))[group[facts.duty], facts.person]
    asked = np.array([bool(duty.credential) for duty in duties], dtype=bool)
    for column in np.flatnonzero(asked[facts.duty]):
        person, duty = people[facts.person[column]], duties[facts.duty[column]]
        result[column] |= not holds_credential(person, duty)
    return np.asarray(result)


@dataclass(frozen=True, kw_only=True)
class Eligibility(Rule):
    """Level, role and credential."""

    code: ClassVar[str] = "eligibility"
    title: ClassVar[str] = "Eligibility and credentials"
    text: ClassVar[str] = (
        "A duty is done only by people of a level or role it is open to, whose credential, where "
        "one is asked for, is valid on every day of it."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        column = np.flatnonzero(ineligible_pairs(facts))
        yield forbidden(facts, column, label=partial(_refused, facts, column))
        yield from self._bars(facts)

    def _bars(self, facts: Facts) -> Iterator[Limits]:
        problem = facts.problem
        kind = np.array([duty.kind for duty in problem.duties])
        for bar in problem.bars:
            person = problem.person_index[bar.person]
            mine = facts.of_person(person)
            duty = facts.duty[mine]
            during = (facts.start[duty] < minute(bar.ends_at)) & (
                minute(bar.starts_at) < facts.end[duty]
            )
            column = np.flatnonzero(during & (kind[duty] == bar.kind)) + mine.start
            yield forbidden(facts, column, label=partial(_barred, facts, column, bar.label))

    def says(self, broken: Broken) -> str:
        return said("{name} may not do {label}.", name=broken.name, label=broken.label)


def _refused(facts: Facts, column: Ints, row: int) -> str:
    person = facts.problem.people[facts.person[column[row]]]
    duty = facts.problem.duties[facts.duty[column[row]]]
    return said("{label}: {why_not}", label=duty.label, why_not=_why_not(person, duty))


def _why_not(person: Person, duty: Duty) -> str:
    """The level, or what became of the credential that is asked for."""
    if duty.open_to and not duty.open_to & person.tags:
        return said("wrong level or role")
    ended = [
        held.ends_on
        for held in person.credentials
        if held.code == duty.credential and held.ends_on and held.ends_on < duty.last_day
    ]
    if ended:
        return said(
            "{credential} ran out on {day:%d %b %Y}", credential=duty.credential, day=max(ended)
        )
    return said("no valid {credential}", credential=duty.credential)


def _barred(facts: Facts, column: Ints, why: str, row: int) -> str:
    return said(
        "{label}: {why}", label=facts.problem.duties[facts.duty[column[row]]].label, why=why
    )
