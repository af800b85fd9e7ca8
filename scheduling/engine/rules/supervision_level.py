"""Whoever works under direct supervision has a supervisor there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import IN_HOUSE, Facts, Flags
from scheduling.engine.limits import Limits, limits
from scheduling.engine.moments import at_moments
from scheduling.engine.problem import Level, Supervised, Supervision
from scheduling.engine.rules.base import Broken, Force, Rule


@dataclass(frozen=True, kw_only=True)
class SupervisionLevel(Rule):
    """For each duty done under direct supervision: somebody who supervises, at every moment of it.

    Duties that ask for supervision are looked at, and those for which a person has a level of
    their own. How many one supervisor can serve is another rule's matter.
    """

    code: ClassVar[str] = "supervision-level"
    title: ClassVar[str] = "Direct supervision"
    text: ClassVar[str] = (
        "Whoever may do something only under direct supervision does it where and when a "
        "supervising person is present. A PGY-1 begins under direct supervision and stays there "
        "until another level is recorded, for all activities or for some."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.MUST
    meanings: ClassVar[Mapping[str, str]] = {
        "first_year": "The tag of those who begin under direct supervision.",
        "applies_to": "The tag of those who learn.",
    }

    first_year: str = "PGY-1"  # who is under direct supervision when nothing is recorded
    applies_to: str = "resident"

    def limits(self, facts: Facts) -> Iterator[Limits]:
        """Whoever learns counts +1, and -1 that anybody supervises at the moment."""
        learns, supplies = self.directly_supervised(facts), self._supplies(facts)
        column = np.flatnonzero(learns | supplies)
        places = sorted({duty.place for duty in facts.problem.duties})
        of_duty = np.array([places.index(d.place) for d in facts.problem.duties], dtype=np.int64)
        at, row, column = at_moments(facts, of_duty[facts.duty[column]], column, ends=True)
        taught = supplies[column]
        moments, present = facts.any_of(row[taught], column[taught])
        where, learner = row[learns[column]], column[learns[column]]
        found = np.searchsorted(moments, where)
        served = np.flatnonzero(np.isin(where, moments))
        duties = facts.problem.duties
        yield limits(
            len(where),
            np.concatenate([np.arange(len(where)), served]),
            np.concatenate([learner, present[found[served]]]),
            np.repeat([1, -1], [len(where), len(served)]),
            high=0,
            person=facts.person[learner],
            first_day=at.day[where],
            last_day=at.day[where],
            label=lambda i: _at(
                duties[facts.duty[learner[i]]].code,
                places[at.group[where[i]]],
                at.clock(where[i]),
            ),
        )

    def directly_supervised(self, facts: Facts) -> Flags:
        """Pairs that need somebody there."""
        duties = facts.problem.duties
        asks = np.array(
            [d.supervision in (Supervision.BY_LEVEL, Supervision.ONE) for d in duties], dtype=bool
        )[facts.duty]
        direct = asks & facts.tagged(self.first_year)[facts.person]
        codes = np.array([d.code for d in duties])
        general_first = sorted(facts.problem.levels, key=lambda row: bool(row.code))
        for row in general_first:
            mine = facts.of_person(facts.problem.person_index[row.person])
            duty = facts.duty[mine]
            held = _holds(row, facts.first_day[duty])
            held &= (codes[duty] == row.code) if row.code else asks[mine]
            direct[mine][held] = row.level == Level.DIRECT
        learners = facts.tagged(self.applies_to)[facts.person]
        return np.asarray(
            direct & learners & facts.of_work(*IN_HOUSE)[facts.duty] & ~self._supplies(facts)
        )

    def _supplies(self, facts: Facts) -> Flags:
        supplies = [d.supervision == Supervision.SUPPLIES for d in facts.problem.duties]
        return np.array(supplies, dtype=bool)[facts.duty]

    def says(self, broken: Broken) -> str:
        return said(
            "{name} does {label} under direct supervision and nobody who supervises is "
            "there; one is needed.",
            name=broken.name,
            label=broken.label,
        )


def _holds(row: Supervised, day: Ints) -> Flags:
    """On which of these days the level holds."""
    first = row.starts_on.toordinal() if row.starts_on else 0
    last = row.ends_on.toordinal() if row.ends_on else np.iinfo(np.int64).max
    return np.asarray((first <= day) & (day <= last))


def _at(duty: str, place: str, clock: str) -> str:
    if not place:
        return said("{duty} at {clock}", duty=duty, clock=clock)
    return said("{duty} at {place} {clock}", duty=duty, place=place, clock=clock)
