"""Covering for somebody who is away: one of the ways goes straight into what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from people.models import Absence, Person, Program, User
from people.permissions import require
from people.services.absences import record_sick_call
from people.services.notices import Note, Reader, tell_each
from scheduling.bridge.duties import works
from scheduling.bridge.source import Source
from scheduling.models import (
    Activity,
    Assignment,
    CallType,
    ChangeSet,
    Cover,
    RepairRun,
    ScheduleVersion,
)
from scheduling.services.apply_repair import CHANGED, way_of
from scheduling.services.asked_changes import Change, Put, TakeAway
from scheduling.services.change_words import told, when
from scheduling.services.changes import carry_out, hold
from scheduling.services.recording import recorded, write
from scheduling.services.repair import RepairRefused
from scheduling.services.repair_rows import names, new_row
from scheduling.services.undoing import inverse_of

Status = RepairRun.Status
State = Cover.State
ANSWER_WITHIN = timedelta(hours=2)
"""How soon those who take over are asked to say that they have seen it."""


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
        leaves_open=bool(way["open"]),
    )
    _use_once(run, number, change_set, by=by, at=at, reason=reason)
    _enter(run, absence, change_set, gone, came, by=by, at=at)
    _tell(absence, change_set, gone, came, at=at)
    return change_set


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
    standing = {_cell(row): row for row in gone}
    for row in came:
        before = standing.pop(_cell(row), None)
        expects = before.pk if before else None
        what: Activity | CallType | None = row.activity or row.call_type
        yield Put(row.person_id, row.starts_on, what, slot=row.slot, expects=expects)
    yield from (TakeAway(row.pk) for row in standing.values())


def _cell(row: Assignment) -> tuple[object, ...]:
    return (row.person_id, str(row.kind), row.starts_on, row.slot, row.call_type_id)


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
        raise RepairRefused("Somebody else has used this repair already.", code="used")
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
        raise RepairRefused("There is no cover that could be taken back.", code="not-used")
    version = hold(used.version)
    inverse = inverse_of(Source(version), used.changes.lasting())
    if inverse.conflicts:
        raise RepairRefused(" ".join(inverse.conflicts), code="changed")
    reason = "The cover is taken back."
    with recorded(
        version,
        ChangeSet.Kind.UNDO,
        by=by,
        at=at,
        sentence=told(inverse.delta),
        reason=reason,
        undoes=used,
    ) as change_set:
        write(inverse.delta)
    absence = run.absence
    if absence is not None:
        _tell(absence, change_set, inverse.delta.gone, inverse.delta.came, at=at)
    return change_set


# The ledger


def _enter(
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


class CoverRefused(ValidationError):
    """A cover that cannot be settled like that."""


def settle_cover(cover: Cover, state: str, *, by: User, at: datetime, how: str) -> Cover:
    """Say that a cover was made good, or that it need not be; and how, or why not."""
    require(by, "amend_schedule", cover.program, at=at)
    if state not in (State.REPAID, State.WAIVED):
        raise CoverRefused("A cover is made good, or need not be.", code="state")
    if not how.strip():
        raise CoverRefused("Say how it was made good, or why it need not be.", code="reason")
    settled = Cover.objects.filter(pk=cover.pk, state=Cover.State.OWED).update(
        state=state, settled_by=by, settled_at=at, settled_how=how.strip()[:200]
    )
    cover.refresh_from_db()
    if not settled:
        raise CoverRefused(
            f"This cover is settled already: {cover.get_state_display().lower()}.", code="settled"
        )
    return cover


# Telling


def _tell(
    absence: Absence,
    change_set: ChangeSet,
    gone: Sequence[Assignment],
    came: Sequence[Assignment],
    *,
    at: datetime,
) -> None:
    """Each who is touched, but for the person who is away, by their own days only."""
    touched = {row.person_id for row in (*gone, *came)} - {absence.person_id}
    people = Person.objects.filter(pk__in=touched)
    notes: dict[Reader, Note] = {person: _note(person, gone, came) for person in people}
    tell_each(
        "cover_asked",
        program=absence.program,
        notes=notes,
        at=at,
        event=f"cover:{change_set.pk}",
        needs_ack_by=at + ANSWER_WITHIN,
    )


def _note(person: Person, gone: Sequence[Assignment], came: Sequence[Assignment]) -> Note:
    mine = [row for row in came if row.person_id == person.pk]
    lost = [row for row in gone if row.person_id == person.pk]
    cells = {_cell(row) for row in mine}
    lines = [
        *(f"You now have {row.code} on {when(row)}." for row in mine),
        *(
            f"You no longer have {row.code} on {when(row)}."
            for row in lost
            if _cell(row) not in cells
        ),
    ]
    first = min(row.starts_on for row in (*mine, *lost))
    subject = (
        f"You take over {mine[0].code} on {when(mine[0])}" if mine else "Your schedule changed"
    )
    return Note(subject, lines, f"{reverse('scheduling:my_day')}?on={first}")
