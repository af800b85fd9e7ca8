"""Granting exceptions from rules, and revoking them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person, Program, User
from people.permissions import require
from people.services.saving import save_checked
from scheduling.bridge.rules import rules_of
from scheduling.engine.rules import Rule
from scheduling.models import Rotation, Waiver


@transaction.atomic
def grant_waiver(
    program: Program,
    *,
    code: str,
    parameters: Mapping[str, Any],
    starts_on: date,
    ends_on: date,
    approved_by: str,
    reason: str,
    rotation: Rotation | None = None,
    person: Person | None = None,
    by: User,
    at: datetime,
) -> Waiver:
    """Let a rule hold otherwise for some days. The rule itself refuses what it does not allow."""
    require(by, "override_rule", program, at=at)
    require_waivable(program, code, parameters, on=starts_on)
    row = Waiver(
        program=program,
        code=code,
        parameters=dict(parameters),
        rotation=rotation,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        approved_by=approved_by,
        reason=reason,
        granted_by=by,
        granted_at=at,
    )
    save_checked(row)
    return row


def require_waivable(
    program: Program, code: str, parameters: Mapping[str, Any], *, on: date
) -> Rule | None:
    """The rule as the waiver would leave it; None when it would be set aside."""
    rule = next((rule for rule in rules_of(program, on) if rule.code == code), None)
    if rule is None:
        raise ValidationError(
            f"No rule {code} is in force in {program} on {on:%d %b %Y}.", code="no_such_rule"
        )
    try:
        return rule.waived(parameters)
    except ValueError as refusal:
        raise ValidationError(str(refusal), code="not_waivable") from refusal


def revoke_waiver(row: Waiver, *, by: User, at: datetime) -> Waiver:
    """End an exception; the rule holds again for all of its days."""
    require(by, "override_rule", row.program, at=at)
    done = Waiver.objects.standing().filter(pk=row.pk).update(revoked_by=by, revoked_at=at)
    row.refresh_from_db()
    if not done:
        raise ValidationError("This waiver was revoked already.", code="already_revoked")
    return row
