"""What the turn of a year has made, and taking it back while nothing rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from people.models import Enrolment, Person, Role, User
from people.permissions import may_grant, require
from people.services.roles import settle_admin_entry
from scheduling.models import Assignment, Request, Rollover
from scheduling.services.made_rows import Made, found_of, named, noted, resting

Status = Rollover.Status
NAMED = 20
"""Conflicts that are named; there may be more."""


@dataclass
class Record:
    """Rows that were made, each with a digest of how it was, and roles that were ended."""

    created: list[Made] = field(default_factory=list)
    roles: list[tuple[int, str | None, str]] = field(default_factory=list)

    def note(self, rows: Iterable[models.Model]) -> None:
        self.created += noted(rows)

    def end(self, role: Role, last_day: date) -> None:
        before = role.ends_on.isoformat() if role.ends_on else None
        self.roles.append((role.pk, before, last_day.isoformat()))

    def to_json(self) -> dict[str, Any]:
        return {"created": self.created, "roles": self.roles}


@dataclass(frozen=True)
class Undoing:
    """What an undo would take away, and what stands against it."""

    rows: Sequence[models.Model]
    conflicts: tuple[str, ...]


@transaction.atomic
def undo_rollover(rollover: Rollover, *, by: User, at: datetime) -> Rollover:
    """Take away what it made and let ended roles go on; refused while something rests on it."""
    require(by, "turn_year", rollover.program, at=at)
    locked = Rollover.objects.select_for_update(of=("self",)).select_related("program")
    applied = locked.get(pk=rollover.pk)
    if applied.status != Status.APPLIED:
        raise ValidationError(
            f"The turn {applied} is {applied.get_status_display()}, so nothing can be taken back.",
            code="not-applied",
        )
    undoing = undoing_of(applied)
    if undoing.conflicts:
        raise ValidationError(
            "It cannot be taken back: " + " ".join(undoing.conflicts), code="rests-on-it"
        )
    for row in reversed(undoing.rows):
        row.delete()
    for role, before in _roles(applied):
        _give_back(role, before, by=by, at=at)
    Rollover.objects.filter(pk=applied.pk).update(status=Status.UNDONE, undone_by=by, undone_at=at)
    rollover.refresh_from_db()
    return rollover


def undoing_of(rollover: Rollover) -> Undoing:
    """What is still as it was made, and each reason why it cannot go."""
    found, changed = found_of(rollover.made["created"])
    conflicts = [f"{named(row)} was changed since." for row in changed]
    conflicts += [f"{named(other)} rests on {named(row)}." for other, row in resting(found)]
    conflicts += [*_of_the_year(rollover, found), *_roles_changed(rollover)]
    more = len(conflicts) - NAMED
    told = conflicts[:NAMED] + ([f"And {more} more."] if more > 0 else [])
    return Undoing(found, tuple(told))


def _of_the_year(rollover: Rollover, found: Sequence[models.Model]) -> Iterator[str]:
    """What names the year and not the place in it: wishes, and what is planned already."""
    people = [row.person_id for row in found if isinstance(row, Enrolment)]
    wishes = Request.objects.filter(
        program=rollover.program, academic_year=rollover.year, person__in=people
    )
    planned = Assignment.objects.filter(
        version__schedule__program=rollover.program,
        version__schedule__academic_year__year=rollover.year,
        person__in=people,
    )
    for what, holders in (
        ("a wish for", Person.objects.filter(pk__in=wishes.order_by().values("person"))),
        ("something planned in", Person.objects.filter(pk__in=planned.order_by().values("person"))),
    ):
        for person in holders[:NAMED]:
            yield f"{person} has {what} {rollover.label}."


def _roles(rollover: Rollover) -> list[tuple[Role, date | None]]:
    ended = {key: before for key, before, _ in rollover.made["roles"]}
    rows = Role.objects.filter(pk__in=ended).select_related("user", "program")
    return [(r, date.fromisoformat(ended[r.pk]) if ended[r.pk] else None) for r in rows]


def _roles_changed(rollover: Rollover) -> Iterator[str]:
    set_to = {key: last_day for key, _, last_day in rollover.made["roles"]}
    for role, _ in _roles(rollover):
        if role.ends_on is None or role.ends_on.isoformat() != set_to[role.pk]:
            yield f"{named(role)} was changed since."


def _give_back(role: Role, ends_on: date | None, *, by: User, at: datetime) -> None:
    if not may_grant(by, role.kind, role.program, at=at):
        raise PermissionDenied(f"You may not grant the role {role.get_kind_display()}.")
    role.ends_on = ends_on
    role.save(update_fields=["ends_on"])
    settle_admin_entry(role.user, at=at)
