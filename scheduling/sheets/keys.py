"""What anchors a cell of a workbook: a hidden key for its row and one for its column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

META, LISTS = "_rounds", "_lists"
"""Sheets that nobody sees: what the workbook was written from, and what its menus offer."""
MARK = "rounds-workbook-1"
KEY_COLUMN, KEY_ROW = 1, 1


@dataclass(frozen=True, slots=True)
class RowKey:
    """`person/12`, `leave/12` or `call/3`."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}/{self.number}"

    @classmethod
    def read(cls, text: object) -> RowKey | None:
        kind, _, number = str(text or "").partition("/")
        if kind in ("person", "leave", "call") and number.isdecimal():
            return cls(kind, int(number))
        return None


@dataclass(frozen=True, slots=True)
class ColumnKey:
    """`2026-11-05/AM`, the days of a rotation, or of a block: `2026-10-01..2026-10-28`."""

    first: date
    last: date
    slot: str = ""

    def __str__(self) -> str:
        if self.slot:
            return f"{self.first}/{self.slot}"
        return f"{self.first}..{self.last}"

    @classmethod
    def read(cls, text: object) -> ColumnKey | None:
        first, cut, rest = str(text or "").partition("..")
        day, _, slot = first.partition("/")
        try:
            starts = date.fromisoformat(day)
            return cls(starts, date.fromisoformat(rest) if cut else starts, slot)
        except ValueError:
            return None
