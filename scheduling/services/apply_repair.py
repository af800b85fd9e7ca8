"""Using a repair: its rows go into a draft, if everything still is as it was when it was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from people.models import Absence, User
from people.permissions import require
from people.wording import joined, said
from scheduling.bridge.following import follow
from scheduling.bridge.rotation_repair import barred_calls
from scheduling.bridge.source import Source
from scheduling.engine.relaxed import RELAXED
from scheduling.models import Assignment, ChangeSet, RepairRun, ScheduleVersion
from scheduling.services.change_words import sentence_of
from scheduling.services.check import Finding, check_and_store, hard, newly_broken
from scheduling.services.recording import Delta, recorded, write
from scheduling.services.repair import RepairRefused, state_of
from scheduling.services.repair_rows import names, new_row
from scheduling.services.verdicts import changed
from scheduling.services.versions import open_draft, require_draft

Status = RepairRun.Status

CHANGED = said("The schedule has changed since this repair was found. Look for repairs again.")
USED = said("Somebody else has used this repair already.")
SHOWN = 3


@transaction.atomic
def apply_repair(
    run: RepairRun, number: int, *, by: User, at: datetime, reason: str = ""
) -> ScheduleVersion:
    """Write the way of this number (1 is the first) to the draft of the year, and return the draft.

    Refused when rows that it moves have changed since, and when it breaks a rule that must hold.
    """
    schedule = run.version.schedule
    require(by, "edit_schedule", schedule.program, at=at)
    way = way_of(run, number)
    draft = open_draft(schedule.academic_year, by=by, at=at)
    require_draft(draft)
    _refuse_while_solving(draft)
    if run.version.status != ScheduleVersion.Status.PUBLISHED:
        raise RepairRefused(CHANGED, code="changed")
    before = check_and_store(draft, at=at)
    delta = Delta(gone=_gone(draft, way["remove"]), came=_came(draft, way["add"]))
    _refuse_taken(draft, delta)
    delta += _what_rests_on(draft, delta)
    with recorded(
        draft, ChangeSet.Kind.REPAIR, by=by, at=at, sentence=sentence_of(delta), reason=reason
    ):
        write(delta)
    lacking = bool(way["open"]) or run.stage == RepairRun.Stage.ROTATIONS
    _refuse_new_faults(before, check_and_store(draft, at=at), lacking=lacking)
    used = RepairRun.objects.filter(pk=run.pk, status=Status.FOUND).update(
        status=Status.APPLIED,
        applied_way=number,
        applied_by=by,
        applied_at=at,
        applied_to=draft,
        reason=reason,
    )
    if not used:
        raise RepairRefused(USED, code="used")
    run.refresh_from_db()
    return draft


def way_of(run: RepairRun, number: int) -> Mapping[str, Any]:
    """The way of this number, while it may be used."""
    if run.status != Status.FOUND:
        raise RepairRefused(
            said("This repair cannot be used: {status}.", status=state_of(run)), code="not-found"
        )
    if not 1 <= number <= len(run.ways):
        raise RepairRefused(
            said(
                "There is no way {number}; there are {count}.", number=number, count=len(run.ways)
            ),
            code="no-such-way",
        )
    if run.absence is not None and run.absence.status != Absence.Status.APPROVED:
        raise RepairRefused(
            said("The absence is {status}. Approve it first.", status=state_of(run.absence)),
            code="not-approved",
        )
    way: Mapping[str, Any] = run.ways[number - 1]
    return way


def _refuse_while_solving(draft: ScheduleVersion) -> None:
    if draft.runs.active().exists():
        raise RepairRefused(
            said("This draft is being solved. Wait for it, or cancel it."), code="solving"
        )


def _gone(draft: ScheduleVersion, rows: Iterable[dict[str, Any]]) -> tuple[Assignment, ...]:
    """Each row is there as it was, and nobody has locked it."""
    found = [
        Assignment.objects.with_names().filter(version=draft, locked=False, **names(row)).first()
        for row in rows
    ]
    gone = tuple(row for row in found if row is not None)
    if len(gone) != len(found):
        raise RepairRefused(CHANGED, code="changed")
    return gone


def _came(draft: ScheduleVersion, rows: Iterable[dict[str, Any]]) -> tuple[Assignment, ...]:
    return tuple(new_row(row, draft) for row in rows)


def _refuse_taken(draft: ScheduleVersion, delta: Delta) -> None:
    """Half-days that are still filled, and calls that somebody has already, were changed since."""
    gone = [row.pk for row in delta.gone]
    for row in delta.came:
        same = Assignment.objects.filter(
            version=draft, person_id=row.person_id, starts_on=row.starts_on, kind=row.kind
        ).exclude(pk__in=gone)
        if same.filter(slot=row.slot, call_type_id=row.call_type_id).exists():
            raise RepairRefused(CHANGED, code="changed")


def _what_rests_on(draft: ScheduleVersion, delta: Delta) -> Delta:
    """Where rotations change: calls that they bar, and half-days that were made for them."""
    rotations = [r for r in (*delta.gone, *delta.came) if r.kind == Assignment.Kind.ROTATION]
    if not rotations:
        return Delta()
    source = Source(draft)
    after = changed(source, delta)
    barred = barred_calls(after, {row.person_id for row in rotations})
    calls = Delta(gone=tuple(source.named(row) for row in barred))
    after = changed(source, delta + calls)
    following = follow(source, after, (*rotations, *calls.gone))
    return calls + Delta(gone=tuple(following.gone), came=tuple(following.came))


def _refuse_new_faults(
    before: Iterable[Finding], after: Iterable[Finding], *, lacking: bool
) -> None:
    """What the way says stays open may stay open; nothing else may be worse than it was."""
    new = newly_broken(hard(before), hard(after))
    if lacking:
        new = tuple(fault for fault in new if fault.rule not in RELAXED)
    if new:
        faults = joined((fault.message for fault in new[:SHOWN]), " ")
        raise RepairRefused(
            said("This repair would break rules that must hold. {faults}", faults=faults),
            code="violations",
        )
