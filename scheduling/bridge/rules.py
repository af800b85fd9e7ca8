"""The rules of a program as the engine takes them: its packs, and its own settings on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from people.models import Program
from people.spoken import refused
from scheduling.engine.packs import Entry, Pack, read_pack, rules_of_packs
from scheduling.engine.rules import ALL, BY_CODE, Rule
from scheduling.models import AcademicYear, RuleSetting


@dataclass(frozen=True, slots=True)
class Chosen:
    """The packs that a program has chosen, in its order, and between which days."""

    starts_on: date | None  # None: from the beginning
    ends_on: date | None  # None: until others are chosen
    packs: tuple[str, ...]

    def meets(self, first: date, last: date | None) -> bool:
        """Whether it holds on any of these days."""
        begins = last is None or self.starts_on is None or self.starts_on <= last
        return begins and (self.ends_on is None or first <= self.ends_on)


def choices_of(program: Program) -> list[Chosen]:
    """What a program has chosen, one choice after the other."""
    found: dict[tuple[date | None, date | None], list[str]] = {}
    for row in program.pack_choices.all():
        found.setdefault((row.effective_from, row.effective_until), []).append(row.pack)
    return [Chosen(*days, tuple(packs)) for days, packs in found.items()]


def packs_of(program: Program, on: date) -> tuple[Pack, ...]:
    """The packs that hold on a day, in their order. Raises ValueError when there are none."""
    names = tuple(program.pack_choices.filter(in_effect(on)).values_list("pack", flat=True))
    if not names:
        raise ValueError(f"{program} has chosen no rule packs, so nothing says what its rules are.")
    return tuple(read_pack(name) for name in names)


def in_effect(on: date) -> Q:
    """Of rows between two dates those in effect on a day."""
    begun = Q(effective_from=None) | Q(effective_from__lte=on)
    return begun & (Q(effective_until=None) | Q(effective_until__gte=on))


def entries_of(program: Program, on: date) -> dict[str, Entry]:
    """What the packs of a program say of each rule on a day, in the order of the book."""
    return rules_of_packs(packs_of(program, on))


def rules_of(program: Program, on: date) -> tuple[Rule, ...]:
    """The rules of a program's packs as it sets them on a day.

    Refused where a row of long ago goes beyond what the packs allow: nobody could say what holds.
    """
    with refused_in_words(program):
        return in_force(entries_of(program, on), settings_of(program, on))


def rules_of_year(year: AcademicYear, today: date) -> tuple[Rule, ...]:
    """Those by which the schedules of a year are planned and read."""
    return rules_of(year.program, day_of_rules(year, today))


def day_of_rules(year: AcademicYear, today: date) -> date:
    """Today; of a year that is over its last day, of a year to come its first."""
    return max(year.starts_on, min(today, year.ends_on))


@contextmanager
def refused_in_words(program: Program) -> Iterator[None]:
    """What rules and packs do not take is a refusal to those who ask for the program's rules."""
    try:
        yield
    except ValueError as refusal:
        raise refused(
            "The rules of {program} cannot be used as they are set. {refusal}",
            code="rules",
            program=program,
            refusal=refusal,
        ) from refusal


def in_force(entries: Mapping[str, Entry], settings: Mapping[str, RuleSetting]) -> tuple[Rule, ...]:
    """The rules that are on. Raises ValueError where a setting goes beyond what a pack allows."""
    made = (as_set(rule.code, entries, settings.get(rule.code)) for rule in ALL)
    return tuple(rule for rule in made if rule is not None)


def as_set(code: str, entries: Mapping[str, Entry], setting: RuleSetting | None) -> Rule | None:
    """One rule as packs and setting have it; None when it is off, or nobody asks for it."""
    entry = entries.get(code)
    if setting is None:
        return entry.made() if entry and entry.on else None
    return made(code, entry, setting.parameters, setting.weight, active=setting.active)


def made(
    code: str,
    entry: Entry | None,
    parameters: Mapping[str, Any],
    weight: int | None,
    *,
    active: bool,
) -> Rule | None:
    """A rule as a program sets it. A rule of no pack is the program's own."""
    if entry is None:
        rule = BY_CODE[code].with_parameters(parameters, weight)
        return rule if active else None
    rule = entry.made(parameters, weight)
    if active:
        return rule
    entry.refuse_off()
    return None


def settings_of(program: Program, on: date) -> dict[str, RuleSetting]:
    """The setting in force of each rule: of several the latest, which comes last."""
    rows = RuleSetting.objects.filter(in_effect(on), program=program)
    return _latest(rows.order_by("code", "effective_from"))


def _latest(rows: Iterable[RuleSetting]) -> dict[str, RuleSetting]:
    return {row.code: row for row in rows}
