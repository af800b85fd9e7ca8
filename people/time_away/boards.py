"""What certifying boards say of time away: data with source and date, read from `boards/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from people.time_away.counting import Counted, in_days

FOLDER = Path(__file__).resolve().parent / "boards"


class Over(StrEnum):
    """The time over which a limit counts."""

    YEAR = "year"
    YEARS = "years"
    TRAINING = "training"


class Effect(StrEnum):
    """What more time away than that does."""

    EXTENDS = "extends"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True)
class BoardLimit:
    """So much time away over so much training, and where that is written."""

    code: str
    text: str
    over: Over
    counts: frozenset[str]
    effect: Effect
    starts_on: date
    source: str
    url: str
    verified: bool
    note: str = ""
    ends_on: date | None = None
    counted: Counted = Counted.CALENDAR
    pgys: tuple[int, ...] = ()
    days_a_year: int = 0
    days_in_all: int = 0
    more_days: int = 0
    more_for: frozenset[str] = frozenset()
    more_once: bool = False

    def __post_init__(self) -> None:
        if bool(self.days_a_year) == bool(self.days_in_all):
            raise ValueError(f"{self.code}: give either days a year or days in all.")
        if (self.over == Over.YEARS) != bool(self.pgys):
            raise ValueError(f"{self.code}: years of training are named by a limit over years.")
        if bool(self.more_days) != bool(self.more_for):
            raise ValueError(f"{self.code}: more days are for something.")

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def allowed(self, years: int) -> int:
        """Half-days in so many years, without what may come on top."""
        return 2 * (self.days_in_all or self.days_a_year * years)

    def allows(self, years: int) -> str:
        return in_days(self.allowed(years))


@dataclass(frozen=True)
class Board:
    """A certifying board, how long its training lasts, and its limits."""

    code: str
    name: str
    specialties: tuple[str, ...]
    years: int
    limits: tuple[BoardLimit, ...]

    def on(self, day: date) -> tuple[BoardLimit, ...]:
        """The limits in force on a day."""
        return tuple(limit for limit in self.limits if limit.holds_on(day))


@cache
def boards() -> dict[str, Board]:
    """All boards that are known, by code."""
    return {path.stem: _board(path) for path in sorted(FOLDER.glob("*.toml"))}


def _board(path: Path) -> Board:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Board(
            code=path.stem,
            name=data["name"],
            specialties=tuple(data["specialties"]),
            years=data["years"],
            limits=tuple(_limit(row) for row in data["limit"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _limit(row: Mapping[str, Any]) -> BoardLimit:
    made = {
        "over": Over(row["over"]),
        "effect": Effect(row["effect"]),
        "counted": Counted(row.get("counted", Counted.CALENDAR)),
        "counts": frozenset(row["counts"]),
        "more_for": frozenset(row.get("more_for", ())),
        "pgys": tuple(row.get("pgys", ())),
    }
    return BoardLimit(**{**row, **made})
