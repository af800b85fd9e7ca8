"""A measured figure, the limit it must keep to, and what the closest open system takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

HEADINGS = ("Figure", "Rounds", "Limit", "Held", "Closest open system", "Ratio")
Value = float | str | None


@dataclass(frozen=True)
class Peer:
    """The other system's figure, and how it was come by."""

    value: float
    words: str


@dataclass(frozen=True)
class Row:
    """One line of the table. Without a value it could not be measured."""

    name: str
    value: Value
    unit: str = ""
    limit: float | None = None
    peer: Peer | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def held(self) -> bool | None:
        """None without a limit; what could not be measured does not keep to one."""
        if self.limit is None:
            return None
        if not isinstance(self.value, int | float):
            return False
        return self.value >= self.limit if self.more_is_better else self.value <= self.limit

    @property
    def ratio(self) -> float | None:
        """How many times better than the other system; below 1 is worse."""
        if self.peer is None or not isinstance(self.value, int | float):
            return None
        ours, theirs = self.value, self.peer.value
        better, worse = (ours, theirs) if self.more_is_better else (theirs, ours)
        return better / worse if worse else None

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"held": self.held, "ratio": self.ratio}

    def cells(self) -> tuple[str, ...]:
        held = {None: "", True: "yes", False: "NO"}[self.held]
        return (
            self.name,
            _shown(self.value, self.unit),
            "" if self.limit is None else _limit(self),
            held,
            self.peer.words if self.peer else "",
            "" if self.ratio is None else f"{self.ratio:.1f} x",
        )


def table(rows: Iterable[Row]) -> str:
    """The rows under their headings, in columns."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _shown(value: Value, unit: str) -> str:
    if value is None:
        return "not known"
    number = (
        value if isinstance(value, str) else f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"
    )
    return f"{number} {unit}".rstrip()


def _limit(row: Row) -> str:
    sign = ">=" if row.more_is_better else "<="
    return f"{sign} {row.limit:g} {row.unit}".rstrip()
