"""Changing a version by hand: looked at first, then made, then undone if need be.

A draft takes changes freely. What is published takes them as amendments: with a reason, on record,
and repeated in the draft where that still has what the published version had.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal

from people.models import Person, Program, User
from people.permissions import may, require
from people.spoken import spoken
from people.wording import joined, said, shortened
from scheduling.bridge.following import follow
from scheduling.bridge.source import Source
from scheduling.engine.relaxed import RELAXED
from scheduling.models import Assignment, ChangeSet, ScheduleVersion
from scheduling.queries.cells import cell_of
from scheduling.services.asked_changes import (
    Change,
    ChangeRefused,
    Lock,
    Put,
    TakeAway,
    delta_of,
)
from scheduling.services.carrying import carry_over
from scheduling.services.change_words import sentence_of
from scheduling.services.check import Finding
from scheduling.services.filling import filled
from scheduling.services.planned_leave import grant_leave
from scheduling.services.recording import Delta, recorded, write
from scheduling.services.telling import tell_of_amendment
from scheduling.services.verdicts import Judged, changed, judged, may_lack
from scheduling.services.versions import hold_schedule

__all__ = [
    "Change",
    "ChangeRefused",
    "Lock",
    "Preview",
    "Put",
    "TakeAway",
    "apply_changes",
    "carry_out",
    "preview_changes",
]

Status = ScheduleVersion.Status
Kind = ChangeSet.Kind

BACK = (Kind.UNDO, Kind.REDO, Kind.ROLLBACK)
"""What goes back to something that stood before."""

published_amended = Signal()
"""Sent after commit with the `change_set` of a published version."""

SHOWN = 5
"""Faults that a refusal names."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, before anything is done."""

    version: ScheduleVersion
    delta: Delta  # what was asked for
    follows: Delta  # what was made for it and goes along
    judged: Judged
    reasons: tuple[str, ...]  # why somebody must say why

    @property
    def allowed(self) -> bool:
        """Whether it breaks nothing that must hold and held before."""
        return not self.against

    @property
    def against(self) -> tuple[Finding, ...]:
        """The faults that forbid it. A draft may lack what is still to be planned."""
        return tuple(fault for fault in self.judged.hard if not may_lack(self.version, fault))

    @property
    def lacks(self) -> tuple[Finding, ...]:
        """What a draft would lack: it must be there when the draft is published."""
        return tuple(fault for fault in self.judged.hard if may_lack(self.version, fault))

    @property
    def whole(self) -> Delta:
        return self.delta + self.follows

    @property
    def followed(self) -> int:
        """Half-days that go along."""
        return len({cell_of(row) for row in self.follows.rows})

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        sentence = sentence_of(self.delta)
        along = said("Half-days that were made for it follow.")
        return joined((sentence, along), " ") if self.followed else sentence


def preview_changes(
    version: ScheduleVersion, changes: Sequence[Change], *, by: User, at: datetime
) -> Preview:
    """What the changes break and mend, what follows them, and whether a reason is asked for."""
    require_may_change(version, by=by, at=at)
    source = Source(version)
    return look_at(source, delta_of(source, changes), at=at)


@transaction.atomic
def apply_changes(
    version: ScheduleVersion,
    changes: Sequence[Change],
    *,
    by: User,
    at: datetime,
    kind: ChangeSet.Kind = Kind.EDIT,
    reason: str = "",
    override: bool = False,
) -> ChangeSet:
    """Make the changes, all or none, and put them on record.

    Refused when something else stands there by now, when it is locked or being solved, when a rule
    that must hold would be broken (unless somebody who may overrides it, with a reason), and
    without a reason where the days are past or frozen, or published.
    """
    require_may_change(version, by=by, at=at)
    return carry_out(version, changes, by=by, at=at, kind=kind, reason=reason, override=override)


def require_may_change(version: ScheduleVersion, *, by: User, at: datetime) -> None:
    action = "edit_schedule" if version.status == Status.DRAFT else "amend_schedule"
    require(by, action, version.schedule.program, at=at)


@transaction.atomic
def carry_out(
    version: ScheduleVersion,
    changes: Sequence[Change],
    *,
    by: User | None,
    at: datetime,
    kind: ChangeSet.Kind,
    reason: str = "",
    override: bool = False,
    told: Collection[Person] = (),
    leaves_open: bool = False,
) -> ChangeSet:
    """The same, for services that have asked for their own permission: swaps, sick cover.

    Everybody whose published days change is told of it, but for `told`, whom the caller tells.
    With `leaves_open` it was known, and said, that some places stay open.
    """
    source = Source(hold(version))
    delta = delta_of(source, changes)
    if kind == Kind.IMPORT:
        for row in delta.came:
            row.source = Assignment.Source.IMPORT
    preview = look_at(source, delta, at=at)
    return make(
        preview,
        by=by,
        at=at,
        kind=kind,
        reason=reason,
        override=override,
        told=told,
        leaves_open=leaves_open,
    )


def hold(version: ScheduleVersion) -> ScheduleVersion:
    """The version, which nobody else changes until the transaction ends; never a withdrawn one."""
    hold_schedule(version.schedule)
    rows = ScheduleVersion.objects.select_related("schedule__program", "schedule__academic_year")
    held = rows.select_for_update(of=("self",)).get(pk=version.pk)
    if held.status == Status.WITHDRAWN:
        raise ChangeRefused(
            said("Version {number} was withdrawn and stays as it was.", number=held.number),
            code="withdrawn",
        )
    return held


def look_at(source: Source, delta: Delta, *, at: datetime) -> Preview:
    """What rows that go and come would do to the version that the source has read."""
    following = follow(source, changed(source, delta), (*delta.gone, *delta.came))
    follows = Delta(gone=tuple(following.gone), came=tuple(following.came))
    chosen = filled(source.version, following.left_open, delta + follows, at=at)
    follows += Delta(came=tuple(chosen))
    whole = delta + follows
    return Preview(
        version=source.version,
        delta=delta,
        follows=follows,
        judged=judged(source, whole, at=at) if delta.moves else Judged(),
        reasons=tuple(reasons_asked(source.version, whole.rows, at=at)),
    )


def reasons_asked(
    version: ScheduleVersion, rows: Sequence[Assignment], *, at: datetime
) -> Iterator[str]:
    """Why somebody who changes these rows must say why."""
    if not rows:
        return
    program = version.schedule.program
    today = program.today(at)
    frozen = today + timedelta(days=program.frozen_days)
    first = min(row.starts_on for row in rows)
    if version.status == Status.PUBLISHED:
        yield said("This is published, and people have planned by it.")
    elif not version.schedule.versions.published().exists():
        return
    if first < today:
        yield said("{day} is past.", day=_day(first))
    elif first < frozen:
        yield said(
            "{day} is within the {count} frozen days.", day=_day(first), count=program.frozen_days
        )


def _day(day: date) -> str:
    return said("{day:%a %d %b %Y}", day=day)


def make(
    preview: Preview,
    *,
    by: User | None,
    at: datetime,
    kind: ChangeSet.Kind,
    reason: str = "",
    override: bool = False,
    told: Collection[Person] = (),
    leaves_open: bool = False,
    **more: Any,
) -> ChangeSet:
    """Write what was looked at, within the transaction in which it was."""
    version, reason = hold(preview.version), reason.strip()
    if not preview.whole.rows:
        raise ChangeRefused(said("Nothing would change."), code="nothing")
    _refuse_while_solving(version, preview.whole.rows)
    if preview.reasons and not reason:
        reasons = joined(preview.reasons, " ")
        raise ChangeRefused(said("Say why. {reasons}", reasons=reasons), code="reason")
    overrides = _overridden(preview, by=by, at=at, reason=reason) if override else []
    taken_back = kind in BACK and version.status == Status.DRAFT
    if not override and not taken_back:
        _refuse_faults(preview, leaves_open=leaves_open)
    with recorded(
        version,
        kind,
        by=by,
        at=at,
        sentence=preview.sentence,
        reason=reason,
        overrides=overrides,
        **more,
    ) as change_set:
        write(preview.whole)
    version.report = None
    version.save(update_fields=["report"])
    if version.status == Status.PUBLISHED:
        after_amendment(change_set, preview.whole, told=told, at=at)
    return change_set


def after_amendment(
    change_set: ChangeSet, delta: Delta, *, told: Collection[Person], at: datetime
) -> None:
    """What else an amendment of the published version brings about."""
    if any(row.kind == Assignment.Kind.LEAVE for row in delta.rows):
        grant_leave(change_set.version, at=at)
    carry_over(change_set, at=at)
    if delta.moves:
        tell_of_amendment(change_set, delta, told=told, at=at)
    transaction.on_commit(partial(published_amended.send, ChangeSet, change_set=change_set))


def _refuse_faults(preview: Preview, *, leaves_open: bool) -> None:
    known = RELAXED if leaves_open else ()
    against = [fault for fault in preview.against if fault.rule not in known]
    if against:
        faults = shortened([fault.message for fault in against], SHOWN)
        raise ChangeRefused(
            said("This would break rules that must hold. {faults}", faults=faults),
            code="violations",
        )


def _overridden(
    preview: Preview, *, by: User | None, at: datetime, reason: str
) -> list[dict[str, object]]:
    """The rules that somebody breaks knowingly, for the record."""
    program = preview.version.schedule.program
    if preview.allowed:
        return []
    if by is None or not may(by, "override_rule", program, at=at):
        raise PermissionDenied(spoken(_may_not_override(program)))
    if not reason:
        raise ChangeRefused(said("Say why the rule is overridden."), code="reason")
    return [fault.to_json() for fault in preview.against]


def _may_not_override(program: Program) -> str:
    return said("You may not waive a rule or override a refusal in {program}.", program=program)


def _refuse_while_solving(version: ScheduleVersion, rows: Sequence[Assignment]) -> None:
    """A solve that ends later would put its own there."""
    for run in version.runs.active():
        if any(r.starts_on <= run.ends_on and run.starts_on <= r.ends_on for r in rows):
            raise ChangeRefused(
                said(
                    "{scope} is being solved from {first} to {last}. Wait for it, or cancel it.",
                    scope=said(run.get_scope_display()),
                    first=_day(run.starts_on),
                    last=_day(run.ends_on),
                ),
                code="solving",
            )
