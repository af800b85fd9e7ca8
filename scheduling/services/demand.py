"""More or fewer people than usual on some days: asked for, and taken back."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Program, User
from people.permissions import require
from people.services.saving import save_checked
from scheduling.models import Activity, CallType, DemandChange


@transaction.atomic
def change_demand(
    program: Program,
    what: CallType | Activity,
    *,
    starts_on: date,
    ends_on: date,
    more: int,
    reason: str,
    staff: str = "",
    slot: str = "",
    by: User,
    at: datetime,
) -> DemandChange:
    """From now on solves, checks and repairs know of it; who comes is another question."""
    require(by, "edit_schedule", program, at=at)
    if ends_on < program.today(at):
        raise ValidationError("These days are over.", code="past")
    row = DemandChange(
        program=program,
        call_type=what if isinstance(what, CallType) else None,
        activity=what if isinstance(what, Activity) else None,
        staff=staff,
        slot=slot,
        starts_on=starts_on,
        ends_on=ends_on,
        more=more,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )
    save_checked(row)
    return row


def find_wanted(program: Program, call_type: str, activity: str) -> CallType | Activity:
    """What is asked for, by its code: a call or an activity."""
    if bool(call_type) == bool(activity):
        raise ValidationError("Name a call or an activity, and one of them only.", code="what")
    found: CallType | Activity | None
    if call_type:
        found = CallType.objects.filter(program=program, code=call_type).first()
    else:
        found = Activity.objects.filter(program=program, code=activity).first()
    if found is None:
        raise ValidationError(f"{program} has no {call_type or activity}.", code="unknown")
    return found


def withdraw_demand(row: DemandChange, *, by: User, at: datetime) -> DemandChange:
    """As many as usual are needed again; whoever was put there stays until somebody takes them off."""
    require(by, "edit_schedule", row.program, at=at)
    rows = DemandChange.objects.standing().filter(pk=row.pk)
    done = rows.update(withdrawn_by=by, withdrawn_at=at)
    row.refresh_from_db()
    if not done:
        raise ValidationError("This was taken back already.", code="already_withdrawn")
    return row
