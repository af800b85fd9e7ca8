"""Cells that hold a date, a time of day or a day of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from .kinds import Kind, Unreadable, Whole
from .program import WEEKDAYS


@dataclass(frozen=True)
class Day(Kind):
    """A date; text that looks like one is refused, because 7/8 means two different days."""

    words: str = "a date"
    number_format: str = "yyyy-mm-dd"

    def read(self, raw: Any) -> date:
        if isinstance(raw, str):
            raise Unreadable("is text, not a date. Enter it as a date.")
        if isinstance(raw, datetime):
            if raw.time() != time.min:
                raise Unreadable("has a time of day; only the date is needed.")
            return raw.date()
        if not isinstance(raw, date):
            raise Unreadable("is not a date.")
        return raw

    def from_json(self, raw: Any) -> date:
        try:
            return date.fromisoformat(raw)
        except (TypeError, ValueError):
            raise Unreadable('is not a date like "2026-07-01".') from None

    def to_json(self, value: date) -> str:
        return value.isoformat()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Clock(Kind):
    """A time of day, to the minute."""

    words: str = "a time like 08:00"
    number_format: str = "hh:mm"

    def read(self, raw: Any) -> time:
        if isinstance(raw, timedelta) and timedelta(0) <= raw < timedelta(days=1):
            raw = (datetime.min + raw).time()  # noqa: DTZ901 -- only its time of day is used
        if isinstance(raw, time):
            return _to_the_minute(raw)
        match = (
            re.fullmatch(r"\s*([0-9]{1,2}):([0-9]{2})\s*", raw) if isinstance(raw, str) else None
        )
        if not match or int(match[1]) > 23 or int(match[2]) > 59:
            raise Unreadable(f"is not {self.words}.")
        return time(int(match[1]), int(match[2]))

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"

    def to_json(self, value: time) -> str:
        return self.show(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}


def _to_the_minute(clock: time) -> time:
    """Spreadsheets keep times as fractions of a day, which come back a few microseconds off."""
    minutes = round((clock.hour * 3600 + clock.minute * 60 + clock.second) / 60)
    return time(minutes // 60 % 24, minutes % 60)


@dataclass(frozen=True)
class Weekday(Kind):
    """A day of the week by its name; Monday is 1 as a value."""

    words: str = "a day of the week"
    options: ClassVar[tuple[str, ...]] = tuple(day.capitalize() for day in WEEKDAYS)

    def read(self, raw: Any) -> int:
        text = raw.strip().casefold() if isinstance(raw, str) else ""
        matches = [i for i, day in enumerate(WEEKDAYS, 1) if len(text) > 2 and day.startswith(text)]
        if not matches:
            raise Unreadable(f"is not {self.words}.")
        return matches[0]

    def cell(self, value: int) -> str:
        return self.options[value - 1]

    def from_json(self, raw: Any) -> int:
        return Whole(1, 7).read(raw)

    def schema(self) -> dict[str, Any]:
        return Whole(1, 7).schema() | {"description": "Monday 1 to Sunday 7."}
