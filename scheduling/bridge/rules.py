"""The rules of a program as the engine takes them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from people.models import Program
from scheduling.engine.rules import ALL, Rule
from scheduling.models import RuleSetting


def rules_of(program: Program, on: date) -> tuple[Rule, ...]:
    """The rule book as the program sets it on a day; what it does not set is as in the book."""
    settings = {row.code: row for row in _settings(program, on)}
    return tuple(
        _as_set(rule, settings.get(rule.code))
        for rule in ALL
        if rule.code not in settings or settings[rule.code].active
    )


def _settings(program: Program, on: date) -> list[RuleSetting]:
    """The setting in force of each rule: of several the latest, which comes last."""
    rows = RuleSetting.objects.filter(
        Q(effective_until=None) | Q(effective_until__gte=on),
        program=program,
        effective_from__lte=on,
    )
    return list(rows.order_by("code", "effective_from"))


def _as_set(rule: type[Rule], setting: RuleSetting | None) -> Rule:
    if setting is None:
        return rule()
    return rule.with_parameters(setting.parameters, setting.weight)
