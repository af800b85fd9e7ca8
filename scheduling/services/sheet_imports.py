"""A spreadsheet that was brought: its names told, looked at, applied, and taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from people.models import User
from people.permissions import require
from scheduling.models import ChangeSet, ScheduleVersion, SheetImport
from scheduling.services.changes import (
    Change,
    ChangeRefused,
    Preview,
    apply_changes,
    preview_changes,
    require_may_change,
)
from scheduling.services.made_rows import noted
from scheduling.services.new_names import (
    ACTIONS,
    New,
    Proposed,
    make_new,
    news_of,
    propose,
    put_right,
    take_away_made,
)
from scheduling.services.sheet_lines import Line, Read, Verdict, read_lines
from scheduling.services.sheet_names import Names, Told, key_of, remember
from scheduling.services.undoing import undo_change_set
from scheduling.sheets.entries import Entry

Status = SheetImport.Status
Subject = SheetImport.Subject
MOST_NEW = 100


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What a file would change now, and what the rules say of it."""

    staged: SheetImport
    read: Read
    changes: Preview | None
    """None: nothing would change, or a refusal says why it cannot."""
    refusal: str
    new: tuple[Proposed, ...] = ()
    """What the file is to make."""

    @property
    def seen(self) -> str:
        """Tells whether two previews are of the same."""
        version = self.staged.version
        said = repr([(line.key, line.there, line.wanted, line.who) for line in self.read.lines])
        made = json.dumps([each.new.to_json() for each in self.new], sort_keys=True)
        return sha256(f"{version and version.revision}{said}{made}".encode()).hexdigest()


@transaction.atomic
def tell_names(staged: SheetImport, told: Iterable[Told], *, by: User, at: datetime) -> int:
    """Say what names of the file mean; kept for this file and those to come.

    What is said to be new is proposed, and made only when the file is applied.
    """
    require_may_change(_version(staged), by=by, at=at)
    said = list(told)
    fresh = [each for each in said if each.is_new]
    if fresh:
        _add_new(staged, [propose(staged, *each.of_new) for each in fresh])
    known = [each for each in said if not each.is_new]
    return remember(_names(staged), known, by=by, at=at) + len(fresh)


def _add_new(staged: SheetImport, news: Iterable[New]) -> None:
    found = {new.key: new for new in [*news_of(staged), *news]}
    if len(found) > MOST_NEW:
        raise ValidationError(
            f"The file would make {len(found)} people and codes; the limit is {MOST_NEW}. "
            "Bring them as a list of people, or with a program workbook.",
            code="too-many-new",
        )
    _keep_new(staged, found.values())


@transaction.atomic
def put_new_right(
    staged: SheetImport,
    said: Iterable[tuple[str, str, Mapping[str, str] | None]],
    *,
    by: User,
    at: datetime,
) -> SheetImport:
    """Say more of what is new: sort, name, values; None: it is not new after all."""
    require_may_change(_version(staged), by=by, at=at)
    found = {new.key: new for new in news_of(staged)}
    for sort, written, values in said:
        new = found.get((sort, key_of(written)))
        if new is None:
            raise ValidationError(f"“{written}” is not among what is new.", code="not-new")
        if values is None:
            del found[new.key]
        else:
            found[new.key] = put_right(new, values)
    _keep_new(staged, found.values())
    return staged


def _keep_new(staged: SheetImport, news: Iterable[New]) -> None:
    staged.new_names = [new.to_json() for new in news]
    rows = SheetImport.objects.staged().filter(pk=staged.pk)
    if not rows.update(new_names=staged.new_names):
        raise ValidationError(f"{staged.file_name} is decided already.", code="already-decided")


def preview_sheet(
    staged: SheetImport,
    *,
    by: User,
    at: datetime,
    without: Collection[str] = (),
    also: Collection[str] = (),
    ask_rules: bool = True,
) -> SheetPreview:
    """What the file would change now, but for lines that are left out.

    `also` are lines in conflict that are taken nevertheless. What is new is made, looked at, and
    taken away again. To ask the rules takes longer than all the rest.
    """
    version = _version(staged)
    require_may_change(version, by=by, at=at)
    with transaction.atomic():
        new = tuple(_tried(staged, by=by, at=at))
        read = _without(_read(staged), new)
        changes, preview = _changes(read, without, also), None
        refusal = " ".join(each.fault for each in new if each.fault)
        if changes and not refusal and ask_rules:
            try:
                preview = preview_changes(version, changes, by=by, at=at)
            except ChangeRefused as refused:
                refusal = " ".join(refused.messages)
        if new:
            transaction.set_rollback(True)
    return SheetPreview(staged, read, preview, refusal, new)


def _without(read: Read, new: Iterable[Proposed]) -> Read:
    """What is to be made, and lacks something still, is no name to tell."""
    keys = {each.new.key for each in new}
    left = [each for each in read.unmatched if (each.sort, key_of(each.written)) not in keys]
    return replace(read, unmatched=tuple(left))


def _tried(staged: SheetImport, *, by: User, at: datetime) -> Iterator[Proposed]:
    for new in news_of(staged):
        try:
            with transaction.atomic():
                make_new(new, staged, by=by, at=at)
        except (ValidationError, PermissionDenied) as refusal:
            yield Proposed(new, " ".join(getattr(refusal, "messages", [str(refusal)])))
        else:
            yield Proposed(new)


@transaction.atomic
def apply_sheet(
    staged: SheetImport,
    *,
    seen: str,
    by: User,
    at: datetime,
    without: Collection[str] = (),
    also: Collection[str] = (),
    reason: str = "",
    override: bool = False,
) -> ChangeSet:
    """Make the changes of the file as one change. `seen` is what was agreed to."""
    version = _version(staged)
    require_may_change(version, by=by, at=at)
    stored = decide(staged, Status.APPLIED, by=by, at=at)
    news = news_of(stored)
    made = noted(row for new in news for row in make_new(new, stored, by=by, at=at))
    read = _read(stored)
    if SheetPreview(stored, read, None, "", tuple(map(Proposed, news))).seen != seen:
        raise ValidationError(
            "The schedule has changed since you looked. Look at the changes again.",
            code="changed-since",
        )
    changes = _changes(read, without, also)
    if not changes:
        raise ChangeRefused("Nothing would change.", code="nothing")
    done = apply_changes(
        version, changes, by=by, at=at, kind=ChangeSet.Kind.IMPORT, reason=reason, override=override
    )
    outcome = {
        "taken": len(_taken(read, without, also)),
        "same": len(read.of(Verdict.SAME)) + stored.unchanged,
        "left": len(read.lines) - len(read.of(Verdict.SAME)) - len(_taken(read, without, also)),
        "unmatched": sum(each.count for each in read.unmatched),
        "made": made,
        "new": [f"{new.words} {new.written}" for new in news],
    }
    SheetImport.objects.filter(pk=staged.pk).update(change_set=done, entries=[], outcome=outcome)
    staged.refresh_from_db()
    return done


@transaction.atomic
def discard_sheet(staged: SheetImport, *, by: User, at: datetime) -> SheetImport:
    """Put the file aside; nothing of it is done."""
    require_may_change(_version(staged), by=by, at=at)
    decide(staged, Status.DISCARDED, by=by, at=at)
    SheetImport.objects.filter(pk=staged.pk).update(entries=[], new_names=[])
    staged.refresh_from_db()
    return staged


@transaction.atomic
def undo_sheet(
    staged: SheetImport, *, by: User, at: datetime, reason: str = "", partly: bool = False
) -> ChangeSet:
    """Take back what the file changed, where nothing else was changed since.

    What it made new goes too, unless something else rests on it by now.
    """
    if staged.change_set is None:
        raise ValidationError(f"Nothing of {staged.file_name} was applied.", code="not-applied")
    made = staged.outcome.get("made", [])
    for action in sorted({ACTIONS[new.what] for new in news_of(staged)} if made else ()):
        require(by, action, staged.program, at=at)
    done = undo_change_set(staged.change_set, by=by, at=at, reason=reason, partly=partly)
    outcome = {**staged.outcome, "made": [], "stays": take_away_made(made)}
    move(staged, (Status.APPLIED,), Status.UNDONE, by=by, at=at)
    SheetImport.objects.filter(pk=staged.pk).update(outcome=outcome)
    staged.refresh_from_db()
    return done


def faulty_lines(found: SheetPreview) -> set[str]:
    """The lines about whom and when a rule that must hold would be broken."""
    faults = found.changes.against if found.changes else ()
    return {
        line.key
        for line in found.read.lines
        for fault in faults
        if fault.first_day is not None
        and fault.last_day is not None
        and fault.person in (None, line.person)
        and fault.first_day <= line.day <= fault.last_day
    }


# States


def decide(staged: SheetImport, status: Status, *, by: User, at: datetime) -> SheetImport:
    return move(staged, (Status.STAGED,), status, by=by, at=at)


def move(
    staged: SheetImport, before: Collection[Status], status: Status, *, by: User, at: datetime
) -> SheetImport:
    """Of two who decide at once, the second is told what the first decided."""
    rows = SheetImport.objects.filter(pk=staged.pk, status__in=before)
    moved = rows.update(status=status, decided_by=by, decided_at=at)
    stored = SheetImport.objects.select_related(
        "program", "academic_year", "version__schedule__program", "version__schedule__academic_year"
    ).get(pk=staged.pk)
    if not moved:
        words = stored.get_status_display().lower()
        raise ValidationError(f"{stored.file_name} is already {words}.", code="already-decided")
    return stored


def _version(staged: SheetImport) -> ScheduleVersion:
    if staged.version is None:
        raise ValidationError(
            f"{staged.file_name} is a list of {staged.get_subject_display().lower()}.",
            code="no-schedule",
        )
    return staged.version


# Reading


def _names(staged: SheetImport) -> Names:
    return Names(staged.program, staged.academic_year.year)


def _read(staged: SheetImport) -> Read:
    entries = [Entry.from_json(stored) for stored in staged.entries]
    return read_lines(_version(staged), entries, _names(staged))


def _taken(read: Read, without: Collection[str], also: Collection[str]) -> list[Line]:
    return [
        line
        for line in read.lines
        if (line.is_taken_at_first and line.key not in without)
        or (line.verdict == Verdict.CONFLICT and line.key in also)
    ]


def _changes(read: Read, without: Collection[str], also: Collection[str]) -> list[Change]:
    return [change for line in _taken(read, without, also) for change in line.changes]
