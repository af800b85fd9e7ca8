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
    Program.objects.select_for_update().get(pk=program.pk)
    there = RuleSetting.objects.filter(program=program, code=code, effective_from=effective_from)
    row = there.first() or RuleSetting(program=program, code=code, effective_from=effective_from)
    row.parameters, row.weight, row.active = dict(parameters), weight, active
    row.effective_until, row.note = effective_until, note
    packs = list(program.pack_choices.values_list("pack", flat=True))
    refuse_setting(row, entries_from(packs))
    save_checked(row)
    return row
