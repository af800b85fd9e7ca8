"""Taking a change back, and making it again: by the delta that is on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from people.models import User
from scheduling.bridge.source import Source
from scheduling.models import Assignment, AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.services.asked_changes import CellKey, ChangeRefused, cell_of, changed_meanwhile
from scheduling.services.changes import (
    SHOWN,
    Preview,
    hold,
    look_at,
    make,
    require_may_change,
)
from scheduling.services.recording import Delta

Kind = ChangeSet.Kind

CONTENT = ("ends_on", "starts_at", "ends_at", "rotation_id", "activity_id", "call_type_id")
KEPT = ("source", "locked", "lock_reason")
"""What a row says beside its cell, and how it came about."""


@dataclass(frozen=True, slots=True)
class Inverse:
    """What would take a change back, and what has changed since and stays."""

    delta: Delta
    conflicts: tuple[str, ...]


@transaction.atomic
def undo_change_set(
    change_set: ChangeSet,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    partly: bool = False,
    override: bool = False,
) -> ChangeSet:
    """Take a change back, or, of one that was taken back, make it again.

    Refused when cells have changed since; `partly` leaves those as they are and puts them on
    record as conflicts. A draft goes back to what it was, whatever rules say of it.
    """
    require_may_change(change_set.version, by=by, at=at)
    return take_back(change_set, by=by, at=at, reason=reason, partly=partly, override=override)


@transaction.atomic
def take_back(
    change_set: ChangeSet,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    partly: bool = False,
    override: bool = False,
) -> ChangeSet:
    """The same, for services that have asked for their own permission: swaps."""
    version = hold(change_set.version)
    _require_in_force(change_set)
    source = Source(version)
    inverse = inverse_of(source, change_set.changes.lasting())
    if inverse.conflicts and not (partly and inverse.delta.rows):
        raise ChangeRefused(_conflict_words(inverse.conflicts), code="conflicts")
    kind = Kind.REDO if change_set.kind == Kind.UNDO else Kind.UNDO
    return make(
        look_at(source, inverse.delta, at=at),
        by=by,
        at=at,
        kind=kind,
        reason=reason,
        override=override,
        undoes=change_set,
        conflicts=inverse.conflicts,
    )


def preview_undo(change_set: ChangeSet, *, by: User, at: datetime) -> tuple[Preview, Inverse]:
    """What taking it back would do, and what stays since it has changed."""
    require_may_change(change_set.version, by=by, at=at)
    _require_in_force(change_set)
    source = Source(change_set.version)
    inverse = inverse_of(source, change_set.changes.lasting())
    return look_at(source, inverse.delta, at=at), inverse


def next_undo(version: ScheduleVersion, by: User) -> ChangeSet | None:
    """The last thing that this person changed here and that still stands."""
    mine = _own(version, by).filter(undone_by__isnull=True)
    return mine.exclude(kind__in=[Kind.UNDO, Kind.OPEN]).order_by("-pk").first()


def next_redo(version: ScheduleVersion, by: User) -> ChangeSet | None:
    """The last thing that they took back, as long as they have changed nothing else since."""
    mine = _own(version, by)
    fresh = mine.exclude(kind__in=[Kind.UNDO, Kind.REDO]).order_by("-pk").first()
    undone = mine.filter(kind=Kind.UNDO, undone_by__isnull=True)
    since = Q(pk__gt=fresh.pk) if fresh else Q()
    return undone.filter(since).order_by("-pk").first()


def _own(version: ScheduleVersion, by: User) -> QuerySet[ChangeSet]:
    """What they did here, and not what an amendment of the published version brought along."""
    return version.change_sets.filter(by=by, carries__isnull=True)


def _require_in_force(change_set: ChangeSet) -> None:
    if change_set.kind == Kind.OPEN:
        raise ChangeRefused("Opening a draft cannot be taken back.", code="opened")
    other = ChangeSet.objects.filter(undoes=change_set).select_related("by").first()
    if other is not None:
        who = f" by {other.by}" if other.by else ""
        raise ChangeRefused(f"This was taken back already{who}.", code="undone")


def inverse_of(source: Source, changes: Iterable[AssignmentChange]) -> Inverse:
    """Each cell back to what it held before, where it still holds what it held afterwards."""
    standing = {cell_of(row): row for row in source.assignments}
    delta, conflicts = Delta(), list[str]()
    for change in changes:
        there = standing.get(cell_of(change))
        if not same(there, change.after):
            found = source.named(there) if there else None
            conflicts.append(changed_meanwhile(source.version, change, found))
        elif not same(there, change.before):
            delta += Delta(
                gone=(source.named(there),) if there else (),
                came=tuple(_restored(source, change)),
            )
        elif there is not None and change.before is not None:
            delta += Delta(relocked=tuple(_relocked(source.named(there), change.before)))
    return Inverse(delta, tuple(conflicts))


def same(row: Assignment | None, stored: Mapping[str, Any] | None) -> bool:
    """Whether a row says what was stored, whatever its key and however it came about."""
    if row is None or stored is None:
        return row is None and stored is None
    return all(getattr(row, name) == _value(name, stored[name]) for name in CONTENT)


def _value(name: str, stored: Any) -> Any:
    if name == "ends_on":
        return date.fromisoformat(stored)
    return datetime.fromisoformat(stored) if name in ("starts_at", "ends_at") else stored


def row_of(version: ScheduleVersion, cell: CellKey, stored: Mapping[str, Any]) -> Assignment:
    """A row as it was, not yet saved."""
    person, kind, starts_on, slot, _ = cell
    return Assignment(
        version=version,
        person_id=person,
        kind=kind,
        starts_on=starts_on,
        slot=slot,
        **{name: _value(name, stored[name]) for name in CONTENT},
        **{name: stored[name] for name in KEPT},
    )


def _restored(source: Source, change: AssignmentChange) -> Iterator[Assignment]:
    if change.before is not None:
        yield source.named(row_of(source.version, cell_of(change), change.before))


def _relocked(there: Assignment, stored: Mapping[str, Any]) -> Iterator[Assignment]:
    if (there.locked, there.lock_reason) != (stored["locked"], stored["lock_reason"]):
        row = copy(there)
        row.locked, row.lock_reason = stored["locked"], stored["lock_reason"]
        yield row


def _conflict_words(conflicts: tuple[str, ...]) -> str:
    more = f" And {len(conflicts) - SHOWN} more." if len(conflicts) > SHOWN else ""
    return f"This cannot be taken back as a whole. {' '.join(conflicts[:SHOWN])}{more}"
