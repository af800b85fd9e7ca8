"""Changes as somebody asks for them, each with what they expect to find, turned into rows."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from people.spoken import Refused
from people.wording import joined, said
from scheduling.bridge.parts import Origin
from scheduling.bridge.rows import row_for
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.models import Activity, Assignment, AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.queries.cells import CellKey, cell_of
from scheduling.services.change_words import when
from scheduling.services.recording import Delta


class ChangeRefused(Refused):
    """A change that cannot be made as it was asked for."""


@dataclass(frozen=True, slots=True)
class Put:
    """Somebody is to do this: a rotation, an activity, a call, or (nothing named) leave.

    `expects` is the key of the assignment that stands in the cell; None: the cell is empty. A
    reason for a lock locks it. `last_day` is for rotations and leave.
    """

    person: int
    day: date
    what: Origin
    slot: str = ""
    last_day: date | None = None
    expects: int | None = None
    lock_reason: str = ""

    @property
    def days(self) -> Span:
        return Span(self.day, self.last_day or self.day)


@dataclass(frozen=True, slots=True)
class TakeAway:
    """The assignment with this key is to go."""

    expects: int


@dataclass(frozen=True, slots=True)
class Lock:
    """Solves are to leave the assignment as it is; without a reason they need not any more."""

    expects: int
    reason: str = ""


Change = Put | TakeAway | Lock


def delta_of(source: Source, changes: Sequence[Change]) -> Delta:
    """The rows that go, come and are locked. Refused when something else stands there by now."""
    if not changes:
        raise ChangeRefused(said("Nothing is to be changed."), code="nothing")
    wanted = {change.expects for change in changes}
    found = [row for row in source.assignments if row.pk in wanted]
    source.read_in_full(row.pk for row in found)
    standing = {row.pk: source.named(row) for row in found}
    _require_found(source.version, changes, standing)
    delta = Delta(
        gone=tuple(
            standing[c.expects]
            for c in changes
            if not isinstance(c, Lock) and c.expects is not None
        ),
        came=tuple(_came(source, c) for c in changes if isinstance(c, Put)),
        relocked=tuple(_relocked(standing[c.expects], c) for c in changes if isinstance(c, Lock)),
    )
    _require_unlocked(delta)
    _require_room(source, delta)
    return delta


def _came(source: Source, change: Put) -> Assignment:
    _require_of_the_year(source, change)
    row = source.named(row_for(source, change.person, change.what, change.days, change.slot))
    row.locked, row.lock_reason = bool(change.lock_reason), change.lock_reason
    return row


def _require_of_the_year(source: Source, change: Put) -> None:
    """The person, the thing and the days are all of this program and academic year."""
    year = source.version.schedule.academic_year
    if change.person not in source.people:
        raise ChangeRefused(
            said(
                "Person {person} has no place in {program} in {year}.",
                person=change.person,
                program=source.program,
                year=year,
            ),
            code="not-enrolled",
        )
    if change.what is not None and change.what.program_id != source.program.pk:
        raise ChangeRefused(
            said("{program} has no {code}.", program=source.program, code=change.what.code),
            code="other-program",
        )
    whole = Span(source.first_day, source.last_day)
    if not (whole.holds(change.days.starts_on) and whole.holds(change.days.ends_on)):
        raise ChangeRefused(
            said(
                "{first} to {last} is not within {year}.",
                first=change.days.starts_on,
                last=change.days.ends_on,
                year=year,
            ),
            code="other-year",
        )
    if change.days.ends_on < change.days.starts_on:
        raise ChangeRefused(
            said(
                "{last} comes before {first}.",
                last=change.days.ends_on,
                first=change.days.starts_on,
            ),
            code="ends_before_start",
        )
    if isinstance(change.what, Activity) and not change.slot:
        raise ChangeRefused(
            said(
                "{code} on {day} needs a half of the day: AM or PM.",
                code=change.what.code,
                day=change.day,
            ),
            code="no-slot",
        )


def _relocked(standing: Assignment, change: Lock) -> Assignment:
    row = copy(standing)
    row.locked, row.lock_reason = bool(change.reason), change.reason
    return row


def _require_unlocked(delta: Delta) -> None:
    for row in delta.gone:
        if row.locked:
            raise ChangeRefused(
                said(
                    "{code} of {person} on {when} is locked ({reason}). Unlock it first.",
                    code=row.code,
                    person=row.person,
                    when=when(row),
                    reason=row.lock_reason,
                ),
                code="locked",
            )


def _require_room(source: Source, delta: Delta) -> None:
    """What comes finds its cell empty, once what goes has gone; and nothing is named twice."""
    gone = {row.pk for row in delta.gone}
    if len(gone) < len(delta.gone):
        raise ChangeRefused(said("The same assignment is changed twice."), code="twice")
    standing = {cell_of(row): row for row in source.assignments if row.pk not in gone}
    coming = set[CellKey]()
    for row in delta.came:
        cell = cell_of(row)
        if cell in coming:
            raise ChangeRefused(
                said("{person} gets two things on {when}.", person=row.person, when=when(row)),
                code="twice",
            )
        if cell in standing:
            there = source.named(standing[cell])
            raise ChangeRefused(changed_meanwhile(source.version, row, there), code="changed")
        coming.add(cell)


def _require_found(
    version: ScheduleVersion, changes: Sequence[Change], standing: dict[int, Assignment]
) -> None:
    for change in changes:
        if change.expects is not None and change.expects not in standing:
            raise ChangeRefused(_gone_meanwhile(version, change.expects), code="changed")


def _gone_meanwhile(version: ScheduleVersion, key: int) -> str:
    last = (
        AssignmentChange.objects.filter(change_set__version=version, before__id=key)
        .select_related("change_set__by", "person")
        .order_by("-pk")
        .first()
    )
    if last is None:
        return said(
            "Version {number} has no assignment {key}. Look at it again.",
            number=version.number,
            key=key,
        )
    return said(
        "Changed meanwhile: {sentence} {by}",
        sentence=last.change_set.sentence,
        by=_by(version, last.change_set),
    )


def changed_meanwhile(
    version: ScheduleVersion, wanted: Assignment | AssignmentChange, there: Assignment | None
) -> str:
    """Who put there what nobody expected."""
    last = (
        AssignmentChange.objects.lasting()
        .filter(
            change_set__version=version,
            person=wanted.person_id,
            kind=wanted.kind,
            starts_on=wanted.starts_on,
            slot=wanted.slot,
            call_type=wanted.call_type_id,
        )
        .select_related("change_set__by")
        .order_by("-pk")
        .first()
    )
    sentence = _stands(wanted, there)
    return joined((sentence, _by(version, last.change_set)), " ") if last else sentence


def _stands(wanted: Assignment | AssignmentChange, there: Assignment | None) -> str:
    day = said("{day:%a %d %b %Y}", day=wanted.starts_on)
    if wanted.slot:
        day = said("{day} {slot}", day=day, slot=wanted.slot)
    if there is None:
        return said(
            "Changed meanwhile: {person} has nothing on {day}.", person=wanted.person, day=day
        )
    return said(
        "Changed meanwhile: {person} has {code} on {day}.",
        person=wanted.person,
        code=there.code,
        day=day,
    )


def _by(version: ScheduleVersion, change_set: ChangeSet) -> str:
    zone = version.schedule.program.zone
    moment = timezone.localtime(change_set.at, zone)
    if change_set.by is None:
        return said("Changed on {moment:%d %b %Y at %H:%M}. Look at it again.", moment=moment)
    return said(
        "Changed by {who} on {moment:%d %b %Y at %H:%M}. Look at it again.",
        who=change_set.by,
        moment=moment,
    )
