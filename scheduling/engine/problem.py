"""What is asked of the engine, and what it answers: a problem, and a roster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scheduling.engine.asked import (
    Burden,
    Company,
    Demand,
    Expectation,
    Gap,
    Pool,
    Precedence,
    Preference,
    Quota,
    Rhythm,
    Rooms,
    Staffing,
    Succession,
    Supervised,
    Waiver,
    Window,
)
from scheduling.engine.duties import (
    Away,
    Bar,
    Credential,
    Duty,
    Kind,
    Level,
    Pair,
    Person,
    Span,
    Supervision,
    Work,
)

__all__ = [
    "Away",
    "Bar",
    "Burden",
    "Company",
    "Credential",
    "Demand",
    "Duty",
    "Expectation",
    "Gap",
    "Kind",
    "Level",
    "Pair",
    "Person",
    "Pool",
    "Precedence",
    "Preference",
    "Problem",
    "Quota",
    "Rhythm",
    "Rooms",
    "Roster",
    "Span",
    "Staffing",
    "Succession",
    "Supervised",
    "Supervision",
    "Waiver",
    "Window",
    "Work",
]


@dataclass(frozen=True)
class Roster:
    """An answer: who does what."""

    pairs: frozenset[Pair] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Roster:
        return cls(frozenset(pairs))

    def changed(self, *, add: Iterable[Pair] = (), remove: Iterable[Pair] = ()) -> Roster:
        return Roster((self.pairs - frozenset(remove)) | frozenset(add))


@dataclass(frozen=True)
class Problem:
    """A question for the engine.

    `candidates` are the pairs to be decided, `fixed` those that are settled (history, locked
    cells, what a weekly pattern says); a duty's times carry the program's time zone, so that its
    days are that zone's days.
    """

    zone: str
    people: tuple[Person, ...]
    duties: tuple[Duty, ...]
    candidates: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    away: tuple[Away, ...] = ()
    bars: tuple[Bar, ...] = ()
    spans: tuple[Span, ...] = ()
    demands: tuple[Demand, ...] = ()
    rooms: tuple[Rooms, ...] = ()
    quotas: tuple[Quota, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    companies: tuple[Company, ...] = ()
    windows: tuple[Window, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    preferences: tuple[Preference, ...] = ()
    pools: tuple[Pool, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    successions: tuple[Succession, ...] = ()
    staffings: tuple[Staffing, ...] = ()
    burdens: tuple[Burden, ...] = ()
    levels: tuple[Supervised, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    published: frozenset[Pair] = frozenset()
    today: date | None = None  # from which notice of a change is counted

    def __post_init__(self) -> None:
        people, duties = self.person_index, self.duty_index
        for pairs in (self.candidates, self.fixed, self.published):
            for person, duty in pairs:
                if person not in people or duty not in duties:
                    raise ValueError(f"({person}, {duty}) names an unknown person or duty.")
        times: tuple[Duty | Away | Bar, ...] = (*self.duties, *self.away, *self.bars)
        for moment in (moment for row in times for moment in (row.starts_at, row.ends_at)):
            if str(moment.tzinfo) != self.zone:
                raise ValueError(f"{moment.isoformat()} is not in the time zone {self.zone}.")

    @cached_property
    def person_index(self) -> dict[str, int]:
        return _index(person.id for person in self.people)

    @cached_property
    def duty_index(self) -> dict[str, int]:
        return _index(duty.id for duty in self.duties)

    def person(self, person_id: str) -> Person:
        return self.people[self.person_index[person_id]]

    def duty(self, duty_id: str) -> Duty:
        return self.duties[self.duty_index[duty_id]]


def _index(ids: Iterable[str]) -> dict[str, int]:
    index: dict[str, int] = {}
    for name in ids:
        if name in index:
            raise ValueError(f"{name} is there twice.")
        index[name] = len(index)
    return index
