"""The ledger of covers: what somebody has more than before, and whether it was made good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from people.models import Absence, User
from people.permissions import require
from people.spoken import Refused
from people.wording import said
from scheduling.bridge.duties import works
from scheduling.models import Assignment, ChangeSet, Cover, RepairRun

State = Cover.State


def enter_covers(
    run: RepairRun,
    absence: Absence,
    change_set: ChangeSet,
    gone: Sequence[Assignment],
    came: Sequence[Assignment],
    *,
    by: User,
    at: datetime,
) -> None:
    for row in more_than_before(gone, came):
        if row.person_id == absence.person_id:
            continue
        cover = Cover(
            program=absence.program,
            absence=absence,
            run=run,
            change_set=change_set,
            covered_by_id=row.person_id,
            covered_for=absence.person,
            code=row.code,
            is_call=row.kind == Assignment.Kind.CALL,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            activated_by=by,
            activated_at=at,
        )
        _settle_earlier(cover, by=by, at=at)


def more_than_before(gone: Sequence[Assignment], came: Sequence[Assignment]) -> list[Assignment]:
    """Calls and half-days of work that people have more than they had: exchanges even out."""
    extra = []
    for person in sorted({row.person_id for row in came}):
        for kind in (Assignment.Kind.CALL, Assignment.Kind.HALF_DAY):
            got = [row for row in came if row.person_id == person and _is_work(row, kind)]
            lost = [row for row in gone if row.person_id == person and _is_work(row, kind)]
            extra += sorted(got, key=lambda row: row.starts_at)[len(lost) :]
    return extra


def _is_work(row: Assignment, kind: str) -> bool:
    return row.kind == kind and (row.activity is None or works(row.activity))


def _settle_earlier(cover: Cover, *, by: User, at: datetime) -> None:
    """What the other once did for this person, longest ago, is made good by it."""
    earlier = (
        Cover.objects.owed()
        .select_for_update(of=("self",))
        .filter(
            program=cover.program,
            covered_by=cover.covered_for,
            covered_for=cover.covered_by,
            is_call=cover.is_call,
        )
        .order_by("starts_at", "pk")
        .first()
    )
    if earlier is not None:
        cover.state = Cover.State.REPAYS
    cover.full_clean(exclude=["settled_by"])
    cover.save()
    if earlier is not None:
        earlier.state, earlier.repaid_with = Cover.State.REPAID, cover
        earlier.settled_by, earlier.settled_at = by, at
        earlier.settled_how = f"By {cover.code} for them."
        earlier.save()


class CoverRefused(Refused):
    """A cover that cannot be settled like that."""


def settle_cover(cover: Cover, state: str, *, by: User, at: datetime, how: str) -> Cover:
    """Say that a cover was made good, or that it need not be; and how, or why not."""
    require(by, "amend_schedule", cover.program, at=at)
    if state not in (State.REPAID, State.WAIVED):
        raise CoverRefused(said("A cover is made good, or need not be."), code="state")
    if not how.strip():
        raise CoverRefused(said("Say how it was made good, or why it need not be."), code="reason")
    settled = Cover.objects.filter(pk=cover.pk, state=Cover.State.OWED).update(
        state=state, settled_by=by, settled_at=at, settled_how=how.strip()[:200]
    )
    cover.refresh_from_db()
    if not settled:
        raise CoverRefused(
            said(
                "This cover is settled already: {state}.",
                state=said(cover.get_state_display().lower()),
            ),
            code="settled",
        )
    return cover
