"""The rule book as a program sets it, with the rules it has switched off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Max, Min

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
    in_effect: bool = True  # on the day that is asked about


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
    offered = [*chosen, *(OfferedPack(read_pack(name), None) for name in others)]
    return [replace(each, in_effect=each.pack.is_in_effect(on)) for each in offered]


def packs_out_of_date(program: Program) -> list[str]:
    """Packs that hold on days of the program's years on which they are not in effect, in sentences."""
    years = program.academic_years.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if years["first"] is None:
        return []
    return [
        sentence
        for period in packs_over_time(program)
        for sentence in _out_of_date(period, years["first"], years["last"])
    ]


def _out_of_date(period: PackPeriod, first: date, last: date) -> Iterator[str]:
    """Of those days of a choice that lie between these."""
    begins = max(first, period.starts_on or first)
    ends = min(last, period.ends_on or last)
    for pack in period.packs:
        if begins <= ends and not (pack.is_in_effect(begins) and pack.is_in_effect(ends)):
            yield (
                f"{pack.name} ({pack.whole_title}) holds here from {begins:%-d %b %Y} to "
                f"{ends:%-d %b %Y}, and is in effect {pack.in_effect}."
            )


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
