"""What a file says of the schedule, cell by cell, before anybody knows whom and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from scheduling.program_file.problem import Problem

Heard = Callable[[int, int], None]
"""Is told how many parts of a file are read, and of how many."""


def unheard(done: int, parts: int) -> None:
    """Where nobody waits for news."""


class Sort(StrEnum):
    """What kind of assignment it is about."""

    ROTATION = "rotation"
    HALF_DAY = "half-day"
    CALL = "call"
    LEAVE = "leave"
    SHIFT = "shift"
    """An assignment of another program, of which only its name will tell what it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody is, or is not, to do.

    `who` and `what` are as they are written; of a call `what` is the line of the roster. An empty
    `what` says that nothing is to stand there. `base` is what stood there when the workbook was
    written, None when nobody knows.
    """

    at: str
    sort: Sort
    day: date
    who: str
    what: str
    slot: str = ""
    last_day: date | None = None
    person: int | None = None
    call_type: int | None = None
    base: str | None = None
    base_last_day: date | None = None
    named: str = ""
    """The sort under which `what` is looked up, where it is another than its own."""

    def to_json(self) -> dict[str, Any]:
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in found.items()
            if value not in (None, "") or (name == "base" and value == "")
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Entry:
        days = {
            name: date.fromisoformat(stored[name])
            for name in ("day", "last_day", "base_last_day")
            if name in stored
        }
        empty = {"who": "", "what": ""}
        return cls(**{**empty, **stored, **days, "sort": Sort(stored["sort"])})


@dataclass
class Found:
    """What was read from a file."""

    layout: str = ""
    """In words: what kind of file it is."""
    entries: list[Entry] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    """The PGY that stands beside a name that nobody knows."""
    unchanged: int = 0
    """Cells that hold what they held when the workbook was written."""
    days: set[date] = field(default_factory=set)
    """The first days of the columns that were written from here."""
    version: int | None = None
    """The version that the workbook was written from."""

    def refuse(self, sheet: str, row: int | None, column: str, message: str) -> None:
        self.problems.append(Problem(sheet, row, column, message))

    def about(self) -> set[date]:
        """Every day that the file is about, whether it changes anything there or not."""
        return self.days | {entry.day for entry in self.entries}

    def extend(self, entries: Iterable[Entry]) -> None:
        self.entries += entries
