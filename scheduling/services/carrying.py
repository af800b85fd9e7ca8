"""Amendments of the published version, repeated in the draft that is open beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from scheduling.bridge.source import Source
from scheduling.models import Assignment, AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.queries.cells import cell_of, row_of, same
from scheduling.services.asked_changes import changed_meanwhile
from scheduling.services.recording import Delta, recorded, write
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
    delta, conflicts = _fitting(source, made.changes.lasting())
    if conflicts:
        made.conflicts = [*made.conflicts, *conflicts]
        made.save(update_fields=["conflicts"])
    return _repeat(made, draft, delta, at=at) if delta.rows else None


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


def _fitting(source: Source, changes: Iterable[AssignmentChange]) -> tuple[Delta, list[str]]:
    standing = {cell_of(row): row for row in source.assignments}
    gone, came, conflicts = list[Assignment](), list[Assignment](), list[str]()
    for change in changes:
        there = standing.get(cell_of(change))
        if same(there, change.after):
            continue
        refusal = _refusal(source, change, there)
        if refusal:
            conflicts.append(refusal)
            continue
        gone += [there] if there else []
        came += _came(source, change)
    return Delta(tuple(gone), tuple(came)), conflicts


def _refusal(source: Source, change: AssignmentChange, there: Assignment | None) -> str:
    """Why the draft keeps what it has; empty when it need not."""
    if not same(there, change.before):
        named = source.named(there) if there else None
        return f"In the draft: {changed_meanwhile(source.version, change, named)}"
    if there is not None and there.locked and not (change.before or {}).get("locked"):
        return f"In the draft this is locked ({there.lock_reason}): {source.named(there)}."
    for run in source.version.runs.active():
        if change.starts_on <= run.ends_on and run.starts_on <= change.ends_on:
            return f"The draft is being solved from {run.starts_on} to {run.ends_on}: {change}."
    return ""


def _came(source: Source, change: AssignmentChange) -> Iterator[Assignment]:
    if change.after is not None:
        yield row_of(source.version, cell_of(change), change.after)
