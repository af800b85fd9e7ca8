"""What a sheet of the program workbook is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .kinds import Kind


@dataclass(frozen=True)
class Column:
    """One column: its field in the row's value, its heading, and how a cell is read."""

    field: str
    title: str
    kind: Kind
    note: str
    example: Any
    required: bool = False
    default: Any = None  # the value of an empty cell
    refers: str = ""  # the field of the sheet whose key a cell names
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """One sheet: the field of the file that it fills, and what one of its rows becomes."""

    field: str
    title: str
    notes: str
    row: type[Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()  # the fields that no two rows share
    most_rows: int = 500
    single: bool = False  # exactly one row

    @property
    def required_fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns if column.required)

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)

    def title_of(self, field: str) -> str:
        return self.column(field).title


@dataclass(frozen=True)
class Entry:
    """A row that was read: where it stands, and the fields that could be understood."""

    row: int
    values: dict[str, Any]

    def has(self, *fields: str) -> bool:
        return all(name in self.values for name in fields)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass
class Tables:
    """The rows of every sheet of a file, by the field of the sheet."""

    rows: dict[str, list[Entry]] = field(default_factory=dict)
    _by_code: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def of(self, name: str, *fields: str) -> Iterator[Entry]:
        """The rows of a sheet in which all these fields were understood."""
        return (entry for entry in self.rows.get(name, ()) if entry.has(*fields))

    def by_code(self, name: str) -> dict[str, Entry]:
        """The rows of a sheet by their code. Ask only when all rows are there."""
        if name not in self._by_code:
            self._by_code[name] = {entry["code"]: entry for entry in self.of(name, "code")}
        return self._by_code[name]
