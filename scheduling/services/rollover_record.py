"""What the turn of a year has made, and taking it back while nothing rests on it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from people.models import Enrolment, Person, Role, User
from people.permissions import may_grant, require
from people.services.roles import settle_admin_entry
from scheduling.models import Assignment, Request, Rollover
from scheduling.queries.rollover import state_of

Status = Rollover.Status
NAMED = 20
"""Conflicts that are named; there may be more."""


@dataclass
class Record:
    """Rows that were made, each with a digest of how it was, and roles that were ended."""

    created: list[tuple[str, int, str]] = field(default_factory=list)
    roles: list[tuple[int, str | None, str]] = field(default_factory=list)

    def note(self, rows: Iterable[models.Model]) -> None:
        """As the database has them, so that they are equal to what an undo reads."""
        made = list(rows)
        for model in dict.fromkeys(type(row) for row in made):
            keys = [row.pk for row in made if type(row) is model]
            stored = model._default_manager.in_bulk(keys)
            label = model._meta.label_lower
            self.created += [(label, key, _digest(stored[key])) for key in keys]

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
    found, conflicts = _found(rollover)
    conflicts += [*_resting(found), *_of_the_year(rollover, found), *_roles_changed(rollover)]
    more = len(conflicts) - NAMED
    named = conflicts[:NAMED] + ([f"And {more} more."] if more > 0 else [])
    return Undoing(found, tuple(named))


def _found(rollover: Rollover) -> tuple[list[models.Model], list[str]]:
    """The rows in the order in which they were made; what is gone already need not go."""
    keys: dict[str, list[int]] = defaultdict(list)
    for label, key, _ in rollover.made["created"]:
        keys[label].append(key)
    rows = {
        (label, row.pk): row
        for label, wanted in keys.items()
        for row in apps.get_model(label)._default_manager.filter(pk__in=wanted)
    }
    found, conflicts = [], []
    for label, key, digest in rollover.made["created"]:
        row = rows.get((label, key))
        if row is None:
            continue
        found.append(row)
        if _digest(row) != digest:
            conflicts.append(f"{_named(row)} was changed since.")
    return found, conflicts


def _resting(found: Sequence[models.Model]) -> Iterator[str]:
    """Rows that refer to these and are not of them. A query for each kind of reference."""
    by_model: dict[type[models.Model], dict[Any, models.Model]] = defaultdict(dict)
    for row in found:
        by_model[type(row)][row.pk] = row
    for model, rows in by_model.items():
        for relation in model._meta.related_objects:
            if relation.on_delete is not models.DO_NOTHING:  # history outlives what it tells of
                others = relation.related_model._default_manager.filter(
                    **{f"{relation.field.name}__in": rows}
                ).exclude(pk__in=list(by_model.get(relation.related_model, {})))
                for other in others[:NAMED]:
                    for row in _referred(relation, other, rows):
                        yield f"{_named(other)} rests on {_named(row)}."


def _referred(
    relation: Any, other: models.Model, rows: dict[Any, models.Model]
) -> Iterable[models.Model]:
    """Which of the rows the other one refers to."""
    if relation.many_to_many:
        return [row for row in getattr(other, relation.field.name).all() if row.pk in rows]
    return [rows[getattr(other, relation.field.attname)]]


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
            yield f"{_named(role)} was changed since."


def _give_back(role: Role, ends_on: date | None, *, by: User, at: datetime) -> None:
    if not may_grant(by, role.kind, role.program, at=at):
        raise PermissionDenied(f"You may not grant the role {role.get_kind_display()}.")
    role.ends_on = ends_on
    role.save(update_fields=["ends_on"])
    settle_admin_entry(role.user, at=at)


def _named(row: models.Model) -> str:
    kind = str(row._meta.verbose_name)
    return f"The {kind} “{row}”"


def _digest(row: models.Model) -> str:
    facts = json.dumps(state_of(row), cls=DjangoJSONEncoder, sort_keys=True)
    return sha256(facts.encode()).hexdigest()[:16]
