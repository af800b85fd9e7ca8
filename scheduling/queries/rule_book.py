"""The rule book as a program sets it, with the rules it has switched off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import Program
from scheduling.bridge.rules import as_set, entries_of, refused_in_words, settings_of
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


def packs_offered(program: Program) -> list[OfferedPack]:
    """The chosen packs in their order, then the others."""
    chosen = list(program.pack_choices.values_list("pack", flat=True))
    names = [*chosen, *(name for name in pack_names() if name not in chosen)]
    return [
        OfferedPack(read_pack(name), chosen.index(name) + 1 if name in chosen else None)
        for name in names
    ]


def rule_book(program: Program, on: date) -> list[BookedRule]:
    """Every rule, in the order of the book, as the program sets it on a day."""
    with refused_in_words(program):
        entries, settings = entries_of(program), settings_of(program, on)
        return [_booked(rule, entries, settings.get(rule.code)) for rule in ALL]


def _booked(rule: type[Rule], entries: dict[str, Entry], setting: RuleSetting | None) -> BookedRule:
    found = as_set(rule.code, entries, setting)
    if found is not None:
        return BookedRule(found, on=True, setting=setting)
    entry = entries.get(rule.code)
    return BookedRule(entry.made() if entry else rule(), on=False, setting=setting)
