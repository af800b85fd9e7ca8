"""What a rule is: a text, a source, a force, and the limits it puts on a roster."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any, ClassVar, Self

from people.wording import said
from scheduling.engine.breaches import Spell
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, Measure
from scheduling.engine.problem import Kind


class Force(StrEnum):
    """Who says so, and how strongly."""

    MUST = "must"  # an accreditation requirement; breaking it is a citation
    SHOULD = "should"  # a recommendation of the same source
    LOCAL = "local"  # the program's own rule
    WISH = "wish"  # something to strive for, never broken


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a requirement stands: its number in one edition."""

    edition: str
    number: str

    def __str__(self) -> str:
        return f"{self.number} ({self.edition})"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rule rests on: the entry of a pack, with who asks for it and in which words."""

    pack: str
    pack_title: str
    force: Force
    title: str
    text: str  # {name} stands for a parameter
    source: str  # an address, or words
    clauses: tuple[Clause, ...] = ()
    provenance: str = ""

    @property
    def cited(self) -> str:
        """The clauses in words: "6.20 (2025), VI.F.1 (2023)"."""
        return ", ".join(str(clause) for clause in self.clauses)

    @property
    def has_address(self) -> bool:
        return self.source.startswith("https://")

    @property
    def words(self) -> str:
        """The source for people to read: whose requirement, and its numbers."""
        whose = self.pack_title if self.has_address else self.source
        return f"{whose} {self.cited}".strip()


NEAR_DAYS = 14
"""Nearly all rules look no farther than the days before and after, or the week."""


class Tier(IntEnum):
    """Soft rules are served in this order; a later tier never costs an earlier one anything."""

    EDUCATION = 1
    FAIRNESS = 2
    PREFERENCES = 3
    SHAPE = 4
    NEARNESS = 5


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken limit, with all that a sentence about it needs."""

    rule: Rule
    row: int  # which limit of the problem it is
    total: int
    low: int | None
    high: int | None
    excess: int
    person: str | None  # id
    name: str
    first_day: date | None
    last_day: date | None
    label: str
    spell: Spell | None = None  # from where to where it lasts, where the duties say

    @property
    def whose(self) -> tuple[str, str | None]:
        """The rule and the person."""
        return self.rule.code, self.person

    @property
    def days(self) -> str:
        if self.first_day is None or self.last_day is None:
            return ""
        if self.first_day == self.last_day:
            return said("{day:%a %d %b %Y}", day=self.first_day)
        return said("{first:%d %b} to {last:%d %b %Y}", first=self.first_day, last=self.last_day)

    @property
    def hard(self) -> bool:
        return self.rule.weight is None

    @property
    def message(self) -> str:
        return self.rule.says(self)

    @property
    def cited(self) -> str:
        """The clause that is broken, in every numbering it has."""
        return self.rule.cited


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """One scheduling rule. Its dataclass fields, weight and basis apart, are its parameters.

    Title, text, source and force of the class are those of a rule that nobody but the program asks
    for; a rule that rests on the entry of a pack has that entry's.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    text: ClassVar[str]
    source: ClassVar[str] = "Program policy"
    force: ClassVar[Force] = Force.LOCAL
    tier: ClassVar[Tier] = Tier.EDUCATION
    measure: ClassVar[Measure] = Measure.SUM
    meanings: ClassVar[Mapping[str, str]] = {}  # what each parameter says
    step: ClassVar[int] = 1  # of the worst excess: every started step of so many counts one
    for_review: ClassVar[bool] = False  # worth a look afterwards; no solve is asked to keep it
    shapes: ClassVar[Kind | None] = None  # duties of which it only judges what is being planned

    weight: int | None = None  # None: it must hold. A number: the price of each unit of excess.
    basis: Basis | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.basis is not None:
            self._rest_on(self.basis)
        if self.weight is not None and self.weight < 1:
            raise ValueError(f"{self.title}: the weight is {self.weight}; it must be 1 or more.")
        for name, value in self.parameters().items():
            if isinstance(value, int) and not isinstance(value, bool) and value < 0:
                raise ValueError(f"{self.title}: {name} is {value}; it must not be negative.")

    def _rest_on(self, basis: Basis) -> None:
        """Title, text, source and force as the pack has them, in place of the class's own."""
        words = {
            "title": basis.title,
            "text": basis.text.format(**self.parameters()),
            "source": basis.words,
            "force": basis.force,
        }
        for name, value in words.items():
            object.__setattr__(self, name, value)  # as a frozen dataclass sets its own fields

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Where the requirement stands, in every numbering it has; nowhere, for a local rule."""
        return self.basis.clauses if self.basis else ()

    @property
    def cited(self) -> str:
        """The clauses in words."""
        return self.basis.cited if self.basis else ""

    @property
    def reach(self) -> int:
        """How many days from a half-day its limits look at others of the same person, at most.

        Calls, what lasts for weeks, and what the problem itself names together are looked at in any
        case, and so are the spans over which work is averaged.
        """
        return NEAR_DAYS

    @abstractmethod
    def limits(self, facts: Facts) -> Iterator[Limits]:
        """Yield every bound this rule puts on a roster."""

    def says(self, broken: Broken) -> str:
        """The sentence about a broken limit."""
        bound = (
            broken.high if broken.high is not None and broken.total > broken.high else broken.low
        )
        return said(
            "{label}: {total}; the limit is {bound}.",
            label=broken.label,
            total=broken.total,
            bound=bound,
        )

    @classmethod
    def parameter_fields(cls) -> tuple[dataclasses.Field[Any], ...]:
        return tuple(f for f in dataclasses.fields(cls) if f.name not in ("weight", "basis"))

    def parameters(self) -> dict[str, Any]:
        """The parameters by name, without the weight."""
        return {f.name: getattr(self, f.name) for f in self.parameter_fields()}

    def waived(self, parameters: Mapping[str, Any]) -> Self | None:
        """The rule as a waiver leaves it; None when it is set aside. ValueError where none may be."""
        if self.force == Force.MUST:
            raise ValueError(f"{self.title}: the accreditation rules foresee no exception.")
        if not parameters:
            return None
        return self.with_parameters(self.parameters() | dict(parameters), self.weight, self.basis)

    @classmethod
    def with_parameters(
        cls, parameters: Mapping[str, Any], weight: int | None, basis: Basis | None = None
    ) -> Self:
        """The rule with these parameters. Raises ValueError, in words, for what it does not take."""
        known = {f.name: f for f in cls.parameter_fields()}
        for name, value in parameters.items():
            if name not in known:
                raise ValueError(f"{cls.title} has no parameter {name}.")
            default = known[name].default
            if type(value) is not type(default):
                raise ValueError(f"{cls.title}: {name} is {value!r}; it must be like {default!r}.")
        return cls(**parameters, weight=weight, basis=basis)
