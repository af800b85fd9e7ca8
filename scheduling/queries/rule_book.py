"""The rule book as a program sets it, with the rules it has switched off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import Program
from scheduling.bridge.rules import rules_of
from scheduling.engine.rules import ALL, Rule


@dataclass(frozen=True)
class BookedRule:
    """A rule of the book; one that is switched off shows the book's own parameters."""

    rule: type[Rule]
    in_force: Rule | None

    @property
    def weight(self) -> int | None:
        return self.in_force.weight if self.in_force else None

    @property
    def must_hold(self) -> bool:
        return self.in_force is not None and self.in_force.weight is None

    @property
    def parameters(self) -> dict[str, Any]:
        return (self.in_force or self.rule()).parameters()


def rule_book(program: Program, on: date) -> list[BookedRule]:
    """Every rule, in the order of the book, as the program sets it on a day."""
    in_force = {rule.code: rule for rule in rules_of(program, on)}
    return [BookedRule(rule, in_force.get(rule.code)) for rule in ALL]
