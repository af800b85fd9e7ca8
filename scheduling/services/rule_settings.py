"""Setting a rule of a program from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Program, User
from people.permissions import require
from people.services.saving import save_checked
from scheduling.bridge.rules import choices_of, entries_of, packs_of, refused_in_words
from scheduling.engine.rules import BY_CODE
from scheduling.models import RuleSetting
from scheduling.services.rule_packs import entries_from, refuse_setting


@transaction.atomic
def set_rule(
    program: Program,
    code: str,
    *,
    parameters: Mapping[str, Any],
    weight: int | None,
    active: bool,
    effective_from: date,
    effective_until: date | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> RuleSetting:
    """The setting of that day takes the place of one from the same day.

    Refused where the rule does not take it or the packs do not allow it, in their words.
    """
    require(by, "manage_rules", program, at=at)
    if code not in BY_CODE:
        raise ValidationError(f"The rule book has no rule {code}.", code="no_rule")
    # Of two who set it at once, the later one finds the row of the earlier.
    Program.objects.select_for_update().get(pk=program.pk)
    there = RuleSetting.objects.filter(program=program, code=code, effective_from=effective_from)
    row = there.first() or RuleSetting(program=program, code=code, effective_from=effective_from)
    row.parameters, row.weight, row.active = dict(parameters), weight, active
    row.effective_until, row.note = effective_until, note
    return save_setting(row, by=by, at=at)


@transaction.atomic
def begin_setting(row: RuleSetting, *, by: User, at: datetime) -> RuleSetting:
    """A new setting of a rule, as the packs of the program have it, or else the rule book."""
    with refused_in_words(row.program):
        entry = entries_of(row.program, row.effective_from).get(row.code)
    row.weight = entry.weight if entry else BY_CODE[row.code]().weight
    row.parameters = dict(entry.parameters) if entry else {}
    return save_setting(row, by=by, at=at)


@transaction.atomic
def save_setting(row: RuleSetting, *, by: User, at: datetime) -> RuleSetting:
    """Write a setting down, new or changed. Refused as `set_rule` refuses."""
    require(by, "manage_rules", row.program, at=at)
    require_fit(row)
    save_checked(row)
    return row


def require_fit(row: RuleSetting) -> None:
    """Refuse what the rule does not take or the packs do not allow that hold while it does."""
    with refused_in_words(row.program):
        packs_of(row.program, row.effective_from)
    for choice in choices_of(row.program):
        if choice.meets(row.effective_from, row.effective_until):
            refuse_setting(row, entries_from(choice.packs))
