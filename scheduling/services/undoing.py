"""Taking a change back, and making it again: by the delta that is on record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from people.models import Person, User
from people.wording import said
from scheduling.bridge.source import Source
from scheduling.models import ChangeSet, ScheduleVersion
from scheduling.services.asked_changes import ChangeRefused
from scheduling.services.changes import (
    hold,
    look_at,
    make,
    require_may_change,
)
from scheduling.services.three_way import Merge, merged, recorded_sides, refuse_conflicts

Kind = ChangeSet.Kind

AS_A_WHOLE = said("This cannot be taken back as a whole.")


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
    told: Collection[Person] = (),
) -> ChangeSet:
    """The same, for services that have asked for their own permission, and tell some themselves."""
    version = hold(change_set.version)
    _require_in_force(change_set)
    source = Source(version)
    inverse = inverse_of(source, change_set)
    refuse_conflicts(inverse, AS_A_WHOLE, partly=partly)
    kind = Kind.REDO if change_set.kind == Kind.UNDO else Kind.UNDO
    return make(
        look_at(source, inverse.delta, at=at),
        by=by,
        at=at,
        kind=kind,
        reason=reason,
        override=override,
        told=told,
        undoes=change_set,
        conflicts=list(inverse.conflicts),
    )


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
        raise ChangeRefused(said("Opening a draft cannot be taken back."), code="opened")
    other = ChangeSet.objects.filter(undoes=change_set).select_related("by").first()
    if other is not None:
        raise ChangeRefused(_already(other), code="undone")


def _already(other: ChangeSet) -> str:
    if other.by is None:
        return said("This was taken back already.")
    return said("This was taken back already by {who}.", who=other.by)


def inverse_of(source: Source, change_set: ChangeSet) -> Merge:
    """Each cell back to what it held before, where it still holds what it held afterwards."""
    before, after = recorded_sides(source.version, change_set.changes.lasting())
    return merged(source, after, before)
