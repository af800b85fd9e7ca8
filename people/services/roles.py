"""What can be done to a role: grant it, end it, and keep the door of the admin site in step."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from people.models import Program, Role, User
from people.permissions import ENTERS_ADMIN, may_grant, programs_for, require
from people.services.saving import save_checked


@transaction.atomic
def grant_role(
    user: User,
    *,
    program: Program,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    by: User,
    at: datetime,
) -> Role:
    """Let an account act in a program between two days."""
    role = Role(program=program, user=user, kind=kind, starts_on=starts_on, ends_on=ends_on)
    role.clean_fields()
    _require_rank(role, by, at)
    _require_reach(user, by, at)
    save_checked(role)
    settle_admin_entry(user, at=at)
    return role


@transaction.atomic
def end_role(role: Role, *, ends_on: date, by: User, at: datetime) -> Role:
    """The role acts on its last day and no longer; a role that ends earlier already stays so."""
    _require_rank(role, by, at)
    if ends_on < role.starts_on:
        raise ValidationError(
            f"This role starts on {role.starts_on} and cannot end before.",
            code="ends_before_start",
        )
    later = Q(ends_on=None) | Q(ends_on__gt=ends_on)
    ended = Role.objects.filter(later, pk=role.pk).update(ends_on=ends_on)
    role.refresh_from_db()
    if not ended:
        raise ValidationError(f"This role already ends on {role.ends_on}.", code="already_ended")
    settle_admin_entry(role.user, at=at)
    return role


def settle_admin_entry(user: User, *, at: datetime) -> None:
    """Open the admin site to whoever has, or will have, a role that works there."""
    roles = user.roles.filter(kind__in=ENTERS_ADMIN).select_related("program")
    works_there = any(
        role.ends_on is None or role.ends_on >= role.program.today(at) for role in roles
    )
    user.is_staff = user.is_superuser or works_there
    user.save(update_fields=["is_staff"])


def _require_rank(role: Role, by: User, at: datetime) -> None:
    require(by, "manage_roles", role.program, at=at)
    if not may_grant(by, role.kind, role.program, at=at):
        raise PermissionDenied(
            f"You may not grant or end the role {role.get_kind_display()} in {role.program}."
        )


def _require_reach(user: User, by: User, at: datetime) -> None:
    """Nobody takes hold of an account of a program where they have no say."""
    if by.is_superuser:
        return
    programs = programs_for(by, "manage_roles", at)
    if not User.objects.in_programs(programs).filter(pk=user.pk).exists():
        raise PermissionDenied(
            f"You may not give {user} a role: the account is not in your program."
        )
