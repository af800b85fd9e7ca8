"""A problem under construction: parts of it are added one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from scheduling.engine.problem import (
    Away,
    Bar,
    Company,
    Demand,
    Duty,
    Expectation,
    Gap,
    Pair,
    Person,
    Pool,
    Precedence,
    Preference,
    Problem,
    Quota,
    Rooms,
    Span,
    Supervised,
    Waiver,
    Window,
)
from scheduling.engine.unworked import Off, without_unworked
from scheduling.models import Activity, CallType, Rotation

Origin = Rotation | Activity | CallType | None
"""The row that a duty is made of; None for leave and for what was logged."""


@dataclass
class Parts:
    """What a `Problem` holds, in lists that grow; and the rows behind its duties."""

    zone: str
    people: list[Person] = field(default_factory=list)
    duties: dict[str, Duty] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    candidates: set[Pair] = field(default_factory=set)
    fixed: set[Pair] = field(default_factory=set)
    patterned: set[Pair] = field(default_factory=set)  # fixed by a weekly pattern
    away: list[Away] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    rooms: list[Rooms] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)
    precedences: list[Precedence] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    companies: list[Company] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    expectations: list[Expectation] = field(default_factory=list)
    preferences: list[Preference] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    levels: list[Supervised] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    published: set[Pair] = field(default_factory=set)
    unworked: Off = field(default_factory=dict)  # times of what is fixed that were not worked
    today: date | None = None

    def add(self, duty: Duty, origin: Origin) -> str:
        """The duty's id; a duty that is there already stays as it is."""
        self.duties.setdefault(duty.id, duty)
        self.origins.setdefault(duty.id, origin)
        return duty.id

    def problem(self) -> Problem:
        """What is settled counts as it was worked."""
        return without_unworked(self._as_planned(), self.unworked)

    def _as_planned(self) -> Problem:
        return Problem(
            zone=self.zone,
            people=tuple(self.people),
            duties=tuple(self.duties.values()),
            candidates=frozenset(self.candidates),
            fixed=frozenset(self.fixed),
            published=frozenset(self._known(self.published)),
            away=tuple(self.away),
            bars=tuple(self.bars),
            spans=tuple(self.spans),
            demands=tuple(self.demands),
            rooms=tuple(self.rooms),
            quotas=tuple(self.quotas),
            precedences=tuple(self.precedences),
            gaps=tuple(self.gaps),
            companies=tuple(self.companies),
            windows=tuple(self.windows),
            expectations=tuple(self.expectations),
            preferences=tuple(self.preferences),
            pools=tuple(self.pools),
            today=self.today,
            levels=tuple(self.levels),
            waivers=tuple(self.waivers),
        )

    def _known(self, pairs: Iterable[Pair]) -> Iterable[Pair]:
        """What was published of duties that are still there, for people who are."""
        people = {person.id for person in self.people}
        return (pair for pair in pairs if pair[0] in people and pair[1] in self.duties)
