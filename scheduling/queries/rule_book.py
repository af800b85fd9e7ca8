"""The rule book as a program sets it, with the rules it has switched off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import Program
from scheduling.bridge.rules import (
    as_set,
    choices_of,
    entries_of,
    in_effect,
    refused_in_words,
    settings_of,
)
from scheduling.engine.examples import Example, examples_of
from scheduling.engine.packs import Entry, Pack, pack_names, read_pack
from scheduling.engine.rules import ALL, Force, Rule
from scheduling.models import RuleSetting

FORCES = {
    Force.MUST: "Accreditation requirement",
    Force.SHOULD: "Accreditation recommendation",
    Force.LOCAL: "The program's own rule",
    Force.WISH: "Wish",
}


@dataclass(frozen=True)
class Parameter:
    """What a parameter is called, what it says, and what it is set to."""

    name: str
    meaning: str
    value: Any


@dataclass(frozen=True)
class BookedRule:
    """A rule of the book; one that is switched off is shown as the packs have it."""

    rule: Rule
    on: bool
    setting: RuleSetting | None = None

    @property
    def in_force(self) -> Rule | None:
        return self.rule if self.on else None

    @property
    def whose(self) -> str:
        """How strongly it is asked for, and by whom."""
        return FORCES[self.rule.force]

    @property
    def weight(self) -> int | None:
        return self.rule.weight if self.on else None

    @property
    def must_hold(self) -> bool:
        return self.on and self.rule.weight is None

    @property
    def parameters(self) -> dict[str, Any]:
        return self.rule.parameters()

    @property
    def explained(self) -> list[Parameter]:
        meanings = type(self.rule).meanings
        return [
            Parameter(name.replace("_", " "), meanings.get(name, ""), value)
            for name, value in self.parameters.items()
        ]

    @property
    def examples(self) -> tuple[Example, ...]:
        return examples_of(self.rule.code)


@dataclass(frozen=True)
class OfferedPack:
    """A pack that there is, and its place among those that the program has chosen."""

    pack: Pack
    place: int | None  # 1 is the first; None: not chosen
    chosen_from: date | None = None  # of one that is chosen; None: from the beginning
    chosen_until: date | None = None  # None: until others are chosen


@dataclass(frozen=True)
class PackPeriod:
    """The packs that hold together, in their order, from a day to a day."""

    starts_on: date | None  # None: from the beginning
    ends_on: date | None  # None: until others are chosen
    packs: tuple[Pack, ...]


def packs_over_time(program: Program) -> list[PackPeriod]:
    """What the program has chosen, the latest first: what is to come, what holds, what held."""
    return [
        PackPeriod(c.starts_on, c.ends_on, tuple(read_pack(name) for name in c.packs))
        for c in reversed(choices_of(program))
    ]


def packs_offered(program: Program, on: date) -> list[OfferedPack]:
    """The packs that are chosen on a day in their order, then the others."""
    rows = list(program.pack_choices.filter(in_effect(on)))
    chosen = [
        OfferedPack(read_pack(row.pack), place, row.effective_from, row.effective_until)
        for place, row in enumerate(rows, start=1)
    ]
    names = {row.pack for row in rows}
    others = (name for name in pack_names() if name not in names)
    return [*chosen, *(OfferedPack(read_pack(name), None) for name in others)]


def rule_book(program: Program, on: date) -> list[BookedRule]:
    """Every rule, in the order of the book, as the program sets it on a day."""
    with refused_in_words(program):
        entries, settings = entries_of(program, on), settings_of(program, on)
        return [_booked(rule, entries, settings.get(rule.code)) for rule in ALL]


def _booked(rule: type[Rule], entries: dict[str, Entry], setting: RuleSetting | None) -> BookedRule:
    found = as_set(rule.code, entries, setting)
    if found is not None:
        return BookedRule(found, on=True, setting=setting)
    entry = entries.get(rule.code)
    return BookedRule(entry.made() if entry else rule(), on=False, setting=setting)
