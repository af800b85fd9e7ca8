"""Writes the page about the rules, from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scheduling.engine.limits import Measure
from scheduling.engine.rules import ALL, Force, Rule

INTRODUCTION = """\
# The rule book

Every rule that a schedule is solved and checked by, in the order of the book. This page is made
from the rules themselves, by `python manage.py rule_book --output docs/rules.md`.

A program sets a rule under "Rule settings" in the admin site, or in the sheet "Rules" of its
workbook: its parameters, from when to when, whether it must hold or what a breach costs, and
whether it is on. What a program does not set is as given here.

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
    return "\n".join([INTRODUCTION, *_overview(), *(_described(rule()) for rule in ALL)])


def _overview() -> Iterator[str]:
    yield "| Rule | Code | As set by the book | Who says so |"
    yield "| --- | --- | --- | --- |"
    for rule in (rule() for rule in ALL):
        anchor = rule.title.lower().replace(" ", "-")
        yield f"| [{rule.title}](#{anchor}) | `{rule.code}` | {_set(rule)} | {WHO_SAYS[rule.force]} |"
    yield ""


def _described(rule: Rule) -> str:
    parameters = [f"`{name}` {_value(value)}" for name, value in rule.parameters().items()]
    lines = [
        f"- Code: `{rule.code}`",
        f"- As set by the book: {_set(rule)}",
        f"- Who says so: {_says(rule)}",
        f"- Parameters: {', '.join(parameters)}" if parameters else "- Parameters: none",
    ]
    counted = " ".join((getdoc(type(rule)) or "").split())
    told = "\n".join(lines)
    return f"## {rule.title}\n\n{rule.text}\n\n{told}\n\nHow it is counted: {counted}\n"


def _says(rule: Rule) -> str:
    """The program's own rules have no other source to name."""
    words = WHO_SAYS[rule.force]
    return words if rule.source == Rule.source else f"{words}, {rule.source}"


def _set(rule: Rule) -> str:
    if rule.weight is None:
        return "must hold"
    worst = ", only the worst case counts" if rule.measure == Measure.WORST else ""
    return f"weight {rule.weight}, tier {rule.tier.name.lower()}{worst}"


def _value(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
