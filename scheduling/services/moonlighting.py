"""Permitting moonlighting from one day to another, and revoking that."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from people.models import Enrolment, Person, Program, User, academic_year_of
from people.permissions import require
from people.services.saving import save_checked
from people.spoken import refused
from scheduling.bridge.rules import rules_of
from scheduling.engine.rules.moonlighting import Moonlighting
from scheduling.models import MoonlightingPermission


@transaction.atomic
def permit_moonlighting(
    person: Person,
    *,
    program: Program,
    starts_on: date,
    ends_on: date,
    note: str = "",
    by: User,
    at: datetime,
) -> MoonlightingPermission:
    """Let somebody moonlight on some days; nobody who is barred on one of them."""
    require(by, "permit_moonlighting", program, at=at)
    if not Person.objects.in_programs([program]).filter(pk=person.pk).exists():
        raise refused(
            "{person} does not belong to {program}.",
            code="not_in_the_program",
            person=person,
            program=program,
        )
    _refuse_barred(person, program, starts_on, ends_on)
    row = MoonlightingPermission(
        program=program,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
        granted_by=by,
        granted_at=at,
    )
    save_checked(row)
    return row


def _refuse_barred(person: Person, program: Program, starts_on: date, ends_on: date) -> None:
    """The rule says who may not; a PGY belongs to an academic year."""
    rule = next((r for r in rules_of(program, starts_on) if isinstance(r, Moonlighting)), None)
    years = range(academic_year_of(starts_on), academic_year_of(ends_on) + 1)
    rows = Enrolment.objects.filter(program=program, person=person, academic_year__in=years)
    for enrolment in rows.order_by("academic_year"):
        if rule is not None and rule.barred == f"PGY-{enrolment.pgy}":
            raise refused(
                "{person} is {barred} in {year}; a {barred} resident does not "
                "moonlight ({source}).",
                code="barred",
                person=person,
                barred=rule.barred,
                year=f"{enrolment.academic_year}-{(enrolment.academic_year + 1) % 100:02}",
                source=rule.source,
            )


def revoke_permission(
    row: MoonlightingPermission, *, by: User, at: datetime
) -> MoonlightingPermission:
    """From now on it never held; what was worked under it is found again."""
    require(by, "permit_moonlighting", row.program, at=at)
    standing = MoonlightingPermission.objects.standing().filter(pk=row.pk)
    done = standing.update(revoked_by=by, revoked_at=at)
    row.refresh_from_db()
    if not done:
        raise refused("This permission was revoked already.", code="already_revoked")
    return row
