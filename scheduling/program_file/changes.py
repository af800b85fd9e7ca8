"""Tells a file from what is stored, row by row: added, changed, removed, the same, left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields
from typing import Any

from .sheet import Sheet

Key = tuple[Any, ...]
Rows = Mapping[Key, Any]


@dataclass(frozen=True)
class FieldChange:
    """One cell that the file says differently."""

    field: str
    title: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.title}: {self.before or 'empty'} → {self.after or 'empty'}"


@dataclass(frozen=True)
class RowChange:
    """A row that the file says differently, and what it is to become."""

    row: Any
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class SheetChanges:
    """What a file does to the rows of one sheet."""

    sheet: Sheet
    added: dict[Key, Any] = field(default_factory=dict)
    changed: dict[Key, RowChange] = field(default_factory=dict)
    removed: dict[Key, Any] = field(default_factory=dict)
    unchanged: int = 0
    left_alone: dict[Key, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Naming:
    """Says rows and cells in words; people by their names."""

    people: Mapping[str, str]

    def row(self, sheet: Sheet, row: Any, key: Iterable[str]) -> str:
        cells = [self.cell(sheet, name, getattr(row, name)) for name in key]
        return ", ".join(cell for cell in cells if cell) or sheet.title

    def cell(self, sheet: Sheet, name: str, value: Any) -> str:
        if value in (None, "", (), {}):
            return ""
        if name == "person":
            return self.people.get(value, value)
        return sheet.column(name).kind.show(value)


def keyed(rows: Iterable[Any], key: tuple[str, ...]) -> dict[Key, Any]:
    """Rows by their key; of rows with the same, the later ones carry a number as well.

    Without a key a row is known by all that it says.
    """
    count: Counter[Key] = Counter()
    result = {}
    for row in rows:
        value = tuple(getattr(row, name) for name in key) if key else astuple(row)
        count[value] += 1
        result[*value, count[value]] = row
    return result


def compare(
    sheet: Sheet,
    stored: Rows,
    wanted: Rows,
    *,
    naming: Naming,
    name_by: tuple[str, ...],
    replaces: Callable[[Any], bool],
) -> SheetChanges:
    """`replaces` says of a stored row that the file lacks whether it is to go."""
    changes = SheetChanges(sheet, unchanged=sum(stored.get(k) == row for k, row in wanted.items()))
    for key, row in wanted.items():
        if key not in stored:
            changes.added[key] = row
        elif stored[key] != row:
            name = naming.row(sheet, row, name_by)
            changes.changed[key] = RowChange(row, name, _cells(sheet, stored[key], row, naming))
    for key, row in stored.items():
        if key not in wanted:
            (changes.removed if replaces(row) else changes.left_alone)[key] = row
    return changes


def _cells(sheet: Sheet, before: Any, after: Any, naming: Naming) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(
            cell.name,
            sheet.title_of(cell.name),
            naming.cell(sheet, cell.name, getattr(before, cell.name)),
            naming.cell(sheet, cell.name, getattr(after, cell.name)),
        )
        for cell in fields(after)
        if getattr(before, cell.name) != getattr(after, cell.name)
    )
