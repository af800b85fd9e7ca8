"""Covering for somebody who is away: one of the ways goes straight into what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from people.models import Absence, Person, Program, User
from people.permissions import require
from people.services.absences import record_sick_call
from people.wording import joined, said
from scheduling.bridge.source import Source
from scheduling.models import (
    Activity,
    Assignment,
    CallType,
    ChangeSet,
    RepairRun,
    ScheduleVersion,
)
from scheduling.queries.cells import cell_of
from scheduling.services.apply_repair import CHANGED, USED, way_of
from scheduling.services.asked_changes import Change, Put, TakeAway
from scheduling.services.change_words import sentence_of
from scheduling.services.changes import after_amendment, carry_out, hold
from scheduling.services.cover_ledger import enter_covers
from scheduling.services.cover_news import tell_of_cover
from scheduling.services.recording import recorded, write
from scheduling.services.repair import RepairRefused
from scheduling.services.repair_rows import names, new_row
from scheduling.services.undoing import inverse_of

Status = RepairRun.Status


def call_in_sick(
    person: Person,
    *,
    program: Program,
    by: User,
    at: datetime,
    starts_on: date,
    ends_on: date,
    starts_at_slot: str = "AM",
    ends_slot: str = "PM",
) -> tuple[Absence, RepairRun | None]:
    """Record the absence, and have cover looked for; None when nothing that is published is lost."""
    absence = record_sick_call(
        person,
        program=program,
        by=by,
        at=at,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at_slot=starts_at_slot,
        ends_slot=ends_slot,
    )
    return absence, RepairRun.objects.filter(absence=absence).order_by("-pk").first()


@transaction.atomic
def use_cover(
    run: RepairRun, number: int, *, by: User, at: datetime, reason: str = ""
) -> ChangeSet:
    """Write the way of this number (1 is the first) to the published version, and on record.

    Those who take over are told and asked to answer; what they took over stands in the ledger
    until it is made good.
    """
    version = run.version
    require(by, "amend_schedule", version.schedule.program, at=at)
    way = way_of(run, number)
    absence = run.absence
    if absence is None or version.status != ScheduleVersion.Status.PUBLISHED:
        raise RepairRefused(CHANGED, code="changed")
    gone, came = _gone(version, way["remove"]), [new_row(row, version) for row in way["add"]]
    change_set = carry_out(
        version,
        list(_changes(gone, came)),
        by=by,
        at=at,
        kind=ChangeSet.Kind.COVER,
        reason=reason or f"{absence.person} is away.",
        told=_told_here(absence, gone, came),
        leaves_open=bool(way["open"]),
    )
    _use_once(run, number, change_set, by=by, at=at, reason=reason)
    enter_covers(run, absence, change_set, gone, came, by=by, at=at)
    tell_of_cover(absence, change_set, gone, came, at=at)
    return change_set


def _told_here(
    absence: Absence, gone: Sequence[Assignment], came: Sequence[Assignment]
) -> list[Person]:
    """Whom the news of the cover reaches, and the one who is away, who is left in peace."""
    touched = {row.person_id for row in (*gone, *came)} | {absence.person_id}
    return list(Person.objects.filter(pk__in=touched))


def _gone(version: ScheduleVersion, rows: Iterable[Mapping[str, Any]]) -> list[Assignment]:
    found = [
        Assignment.objects.with_names().filter(version=version, **names(dict(row))).first()
        for row in rows
    ]
    gone = [row for row in found if row is not None]
    if len(gone) < len(found):
        raise RepairRefused(CHANGED, code="changed")
    return gone


def _changes(gone: Sequence[Assignment], came: Sequence[Assignment]) -> Iterator[Change]:
    """What comes takes the place of what goes from the same cell; the rest is taken away."""
    standing = {cell_of(row): row for row in gone}
    for row in came:
        before = standing.pop(cell_of(row), None)
        expects = before.pk if before else None
        what: Activity | CallType | None = row.activity or row.call_type
        yield Put(row.person_id, row.starts_on, what, slot=row.slot, expects=expects)
    yield from (TakeAway(row.pk) for row in standing.values())


def _use_once(
    run: RepairRun, number: int, change_set: ChangeSet, *, by: User, at: datetime, reason: str
) -> None:
    used = RepairRun.objects.filter(pk=run.pk, status=Status.FOUND).update(
        status=Status.APPLIED,
        applied_way=number,
        applied_by=by,
        applied_at=at,
        applied_to=change_set.version,
        applied_as=change_set,
        reason=reason[:200],
    )
    if not used:
        raise RepairRefused(USED, code="used")
    run.refresh_from_db()


@transaction.atomic
def take_back_cover(run: RepairRun, *, by: User, at: datetime) -> ChangeSet:
    """The schedule is as it was before the cover, and the ledger does not count it any more.

    No rule forbids it: what is broken then was broken before. Refused when something has changed
    since.
    """
    require(by, "amend_schedule", run.version.schedule.program, at=at)
    used = run.applied_as
    if used is None or ChangeSet.objects.filter(undoes=used).exists():
        raise RepairRefused(said("There is no cover that could be taken back."), code="not-used")
    version = hold(used.version)
    inverse = inverse_of(Source(version), used)
    if inverse.conflicts:
        raise RepairRefused(joined(inverse.conflicts, " "), code="changed")
    reason = "The cover is taken back."
    with recorded(
        version,
        ChangeSet.Kind.UNDO,
        by=by,
        at=at,
        sentence=sentence_of(inverse.delta),
        reason=reason,
        undoes=used,
    ) as change_set:
        write(inverse.delta)
    gone, came = inverse.delta.gone, inverse.delta.came
    absence = run.absence
    told = _told_here(absence, gone, came) if absence else ()
    after_amendment(change_set, inverse.delta, told=told, at=at)
    if absence is not None:
        tell_of_cover(absence, change_set, gone, came, at=at)
    return change_set
