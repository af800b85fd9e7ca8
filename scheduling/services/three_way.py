"""Changes seen from three sides: what stood, what is wanted, and what stands there by now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass

from people.models import Person
from people.wording import joined, said, shortened
from scheduling.bridge.source import Source
from scheduling.models import Assignment, AssignmentChange, ScheduleVersion
from scheduling.queries.cells import CONTENT, CellKey, cell_of, row_of
from scheduling.services.asked_changes import ChangeRefused, changed_meanwhile
from scheduling.services.recording import Delta

Cells = Mapping[CellKey, Assignment]
Refuse = Callable[[Assignment], str]
"""Why a row that would go stays; empty when it need not."""

SHOWN = 5
"""Conflicts that a refusal names."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What brings the wanted about, and cells that stay since they hold something third."""

    delta: Delta
    conflicts: tuple[str, ...]


def merged(source: Source, base: Cells, wanted: Cells, *, refuse: Refuse = lambda row: "") -> Merge:
    """Each cell that is wanted otherwise than it stood, where it still is as it stood.

    A cell that differs in its lock alone is locked, or unlocked, in place.
    """
    cells = base.keys() | wanted.keys()
    standing = _standing(source, cells)
    gone, came, relocked, conflicts = [], [], [], list[str]()
    for cell in sorted(cells, key=str):
        was, new, there = base.get(cell), wanted.get(cell), standing.get(cell)
        if says(was) == says(new) or says(there) == says(new):
            relocked += _relocked(source, was, new, there)
            continue
        why = _why_not(source, was, new, there, refuse)
        if why:
            conflicts.append(why)
            continue
        gone += [source.named(there)] if there else []
        came += [source.named(again(new, source.version))] if new else []
    return Merge(Delta(tuple(gone), tuple(came), tuple(relocked)), tuple(conflicts))


def _standing(source: Source, cells: Collection[CellKey]) -> Cells:
    """What these cells hold now, in full."""
    rows = [row for row in source.assignments if cell_of(row) in cells]
    source.read_in_full(row.pk for row in rows)
    return {cell_of(row): source.named(row) for row in rows}


def _why_not(
    source: Source,
    was: Assignment | None,
    new: Assignment | None,
    there: Assignment | None,
    refuse: Refuse,
) -> str:
    if new is not None and (gone := _gone(source, new)):
        return gone
    if says(there) != says(was):
        about = there or new or was
        return changed_meanwhile(source.version, source.named(about), there) if about else ""
    about = there or new
    return refuse(source.named(about)) if about else ""


def _gone(source: Source, row: Assignment) -> str:
    """What a row names may have been taken out of the program since it was recorded."""
    if row.person_id not in source.people:
        person = Person.objects.filter(pk=row.person_id).first() or f"Person {row.person_id}"
        year = str(source.version.schedule.academic_year)
        return said("{person} has no place in {year} any longer.", person=str(person), year=year)
    pairs = ((row.rotation_id, source.rotations), (row.activity_id, source.activities))
    if any(key is not None and key not in rows for key, rows in pairs):
        return said("What stood on {day:%d %b %Y} is there no longer.", day=row.starts_on)
    return ""


def _relocked(
    source: Source, was: Assignment | None, new: Assignment | None, there: Assignment | None
) -> list[Assignment]:
    """Where only the lock was changed, and still is as it was then."""
    if was is None or new is None or there is None or says(was) != says(new):
        return []
    if _lock(there) != _lock(was) or _lock(was) == _lock(new):
        return []
    row = copy(source.named(there))
    row.locked, row.lock_reason = _lock(new)
    return [row]


def _lock(row: Assignment) -> tuple[bool, str]:
    return row.locked, row.lock_reason


def says(row: Assignment | None) -> tuple[object, ...] | None:
    """What a row says, whatever its key, its lock and however it came about."""
    return None if row is None else tuple(getattr(row, name) for name in CONTENT)


def again(row: Assignment, version: ScheduleVersion) -> Assignment:
    """The same in a version, not yet saved."""
    values = {field.attname: getattr(row, field.attname) for field in Assignment._meta.fields}
    return Assignment(**values | {"id": None, "version_id": version.pk})


def recorded_sides(
    version: ScheduleVersion, changes: Iterable[AssignmentChange]
) -> tuple[Cells, Cells]:
    """The cells of a record before and after."""
    before, after = dict[CellKey, Assignment](), dict[CellKey, Assignment]()
    for change in changes:
        cell = cell_of(change)
        if change.before is not None:
            before[cell] = row_of(version, cell, change.before)
        if change.after is not None:
            after[cell] = row_of(version, cell, change.after)
    return before, after


def refuse_conflicts(found: Merge, what: str, *, partly: bool) -> None:
    """What holds something third stays, when somebody says that the rest is to be done without."""
    conflicts = found.conflicts
    if conflicts and not (partly and found.delta.rows):
        found_there = shortened(conflicts, SHOWN)
        raise ChangeRefused(joined((what, found_there), " "), code="conflicts")
