"""What is wrong with a file, said so that whoever filled it in can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `row` is the row of a worksheet, or the item of a list in JSON."""

    sheet: str
    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        parts = [self.sheet]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        place = ", ".join(part for part in parts if part)
        return f"{place}: {self.message}" if place else self.message


def of_file(message: str) -> Problem:
    """A problem of the file as a whole."""
    return Problem("", None, "", message)
