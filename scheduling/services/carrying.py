"""Amendments of the published version, repeated in the draft that is open beside it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from scheduling.bridge.source import Source
from scheduling.models import Assignment, ChangeSet, ScheduleVersion
from scheduling.queries.cells import cell_of
from scheduling.services.change_words import when
from scheduling.services.recording import Delta, recorded, write
from scheduling.services.three_way import Cells, merged, recorded_sides
from scheduling.services.versions import held_draft

Kind = ChangeSet.Kind


def carry_over(made: ChangeSet, *, at: datetime) -> ChangeSet | None:
    """Repeat an amendment where the draft still has what the published version had.

    What does not fit stays as the draft has it, and is listed as a conflict of the amendment.
    """
    draft = held_draft(made.version.schedule)
    if draft is None:
        return None
    source = _touched_only(draft, made)
    before, after = recorded_sides(draft, made.changes.lasting())
    found = merged(source, before, after, refuse=partial(_refuse, draft, before))
    if found.conflicts:
        said = [f"In the draft: {conflict}" for conflict in found.conflicts]
        made.conflicts = [*made.conflicts, *said]
        made.save(update_fields=["conflicts"])
    return _repeat(made, draft, found.delta, at=at) if found.delta.rows else None


def _repeat(made: ChangeSet, draft: ScheduleVersion, delta: Delta, *, at: datetime) -> ChangeSet:
    before = _repeated(made.undoes) if made.undoes else None
    kind = Kind(made.kind) if before or not made.undoes else Kind.EDIT
    with recorded(
        draft,
        kind,
        by=made.by,
        at=at,
        sentence=made.sentence,
        reason=made.reason,
        carries=made,
        undoes=before,
    ) as repeated:
        write(delta)
    draft.report = None
    draft.save(update_fields=["report"])
    return repeated


def _repeated(amendment: ChangeSet) -> ChangeSet | None:
    """What an amendment did to this draft, if that still stands."""
    return amendment.carried_by.filter(undone_by__isnull=True).order_by("-pk").first()


def _touched_only(draft: ScheduleVersion, made: ChangeSet) -> Source:
    """The draft with no more of its assignments than the amendment may touch."""
    people = made.changes.values("person")
    days = made.changes.values("starts_on")
    return Source(draft).as_if(
        Assignment.objects.filter(version=draft, person__in=people, starts_on__in=days)
    )


def _refuse(draft: ScheduleVersion, before: Cells, row: Assignment) -> str:
    """Why the draft keeps what it has, though it is what the published version had."""
    was = before.get(cell_of(row))
    if row.pk and row.locked and not (was and was.locked):
        return f"{row.code} of {row.person} on {when(row)} is locked ({row.lock_reason})."
    for run in draft.runs.active():
        if row.starts_on <= run.ends_on and run.starts_on <= row.ends_on:
            return f"{when(row)} is being solved."
    return ""
