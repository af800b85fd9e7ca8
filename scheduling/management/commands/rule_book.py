"""Writes the page about the rules, from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import getdoc
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scheduling.engine.examples import examples_of
from scheduling.engine.limits import Measure
from scheduling.engine.packs import Entry, pack_names, read_pack, rules_of_packs
from scheduling.engine.rules import ALL, Force, Rule
from scheduling.services.rule_packs import BOOK

INTRODUCTION = """\
# The rule book

Every rule that a schedule is solved and checked by, in the order of the book. This page is made
from the rules themselves, by `python manage.py rule_book --output docs/rules.md`.

A program sets a rule under "Rule settings" in the admin site, or in the sheet "Rules" of its
workbook: its parameters, from when to when, whether it must hold or what a breach costs, and
whether it is on. What a program does not set is as its rule packs have it; this page shows the
packs that a program begins with. How packs and examples are written is told in
[rule-packs.md](rule-packs.md).

- A rule that **must hold** is broken by the solver only where what is locked, past or decided
  before has broken it already, and a schedule that breaks it anew is not published.
- A rule with a **weight** may be broken at that price. Prices are summed up by tier, and the tiers
  are served in this order: education, fairness, preferences, shape, nearness. A later tier never
  costs an earlier one anything.
- **Who says so** is told apart: an accreditation requirement, a recommendation of the same source,
  the program's own rule, or a wish.

Nobody but the program itself can say whether its schedule meets its accreditation requirements.
The clauses are named so that they can be looked up.
"""

WHO_SAYS = {
    Force.MUST: "an accreditation requirement",
    Force.SHOULD: "a recommendation",
    Force.LOCAL: "the program's own rule",
    Force.WISH: "a wish",
}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, required=True, help="a file .md")

    def handle(self, *args: Any, output: Path, **options: Any) -> None:
        output.write_text(describe_rules())
        self.stdout.write(f"{output} is written.")


def describe_rules() -> str:
    entries = rules_of_packs([read_pack(name) for name in BOOK])
    rules = [_as_in(entries.get(rule.code), rule) for rule in ALL]
    return "\n".join(
        [
            INTRODUCTION,
            *_packs(),
            *_overview(rules),
            *(_described(rule, on=on) for rule, on in rules),
        ]
    )


def _as_in(entry: Entry | None, rule: type[Rule]) -> tuple[Rule, bool]:
    """The rule, and whether it is on; one that the packs do not have is off."""
    return (entry.made(), entry.on) if entry else (rule(), False)


def _packs() -> Iterator[str]:
    yield "| Pack | Edition | In effect | What could be verified |"
    yield "| --- | --- | --- | --- |"
    for pack in (read_pack(name) for name in pack_names()):
        since = f"from {pack.effective_from}" if pack.effective_from else ""
        until = f"to {pack.effective_until}" if pack.effective_until else ""
        named = f"`{pack.name}`: {_linked(pack.title, pack.source)}"
        yield f"| {named} | {pack.edition} | {f'{since} {until}'.strip()} | {pack.status} |"
    yield ""


def _linked(words: str, source: str) -> str:
    return f"[{words}]({source})" if source.startswith("https://") else words


def _overview(rules: Iterable[tuple[Rule, bool]]) -> Iterator[str]:
    yield "| Rule | Code | As set by the book | Who says so | Clauses |"
    yield "| --- | --- | --- | --- | --- |"
    for rule, on in rules:
        anchor = rule.title.lower().replace(" ", "-")
        cells = (
            f"[{rule.title}](#{anchor})",
            f"`{rule.code}`",
            _set(rule, on=on),
            WHO_SAYS[rule.force],
            rule.cited,
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _described(rule: Rule, *, on: bool) -> str:
    lines = [
        f"- Code: `{rule.code}`",
        f"- As set by the book: {_set(rule, on=on)}",
        f"- Who says so: {_says(rule)}",
    ]
    if rule.basis and rule.basis.provenance:
        lines.append(f"- Provenance: {rule.basis.provenance}")
    counted = " ".join((getdoc(type(rule)) or "").split())
    parts = [
        f"## {rule.title}",
        rule.text,
        "\n".join(lines),
        f"How it is counted: {counted}",
        *_parameters(rule),
        _examples(rule),
    ]
    return "\n\n".join(parts) + "\n"


def _parameters(rule: Rule) -> Iterator[str]:
    if rule.parameters():
        rows = [
            f"| `{name}` | {_value(value)} | {type(rule).meanings.get(name, '')} |"
            for name, value in rule.parameters().items()
        ]
        yield "\n".join(["| Parameter | Value | Meaning |", "| --- | --- | --- |", *rows])


def _examples(rule: Rule) -> str:
    rows = [
        f"| {example.title} | {'Allowed.' if example.passes else '<br>'.join(example.says)} |"
        for example in examples_of(rule.code)
    ]
    return "\n".join(["| Example | What the rule says |", "| --- | --- |", *rows])


def _says(rule: Rule) -> str:
    """The program's own rules have no other source to name."""
    words = WHO_SAYS[rule.force]
    if rule.basis is None or rule.source == Rule.source:
        return words
    return f"{words}, {_linked(rule.source, rule.basis.source)}"


def _set(rule: Rule, *, on: bool) -> str:
    if not on:
        return "off"
    if rule.weight is None:
        return "must hold"
    worst = ", only the worst case counts" if rule.measure == Measure.WORST else ""
    return f"weight {rule.weight}, tier {rule.tier.name.lower()}{worst}"


def _value(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
