"""Days, times and halves as lists of other programs write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time

DAY_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m-%d-%y", "%d-%b-%Y", "%b %d %Y")
TIME_FORMATS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I %p", "%H%M")
NOON = time(12)
ONE = time(13)


def day_in(text: str) -> date | None:
    """A day, with the time of day behind it or not."""
    plain = text.strip().replace(",", "").split("T")[0]
    for candidate in (plain, plain.split(" ")[0]):
        for form in DAY_FORMATS:
            try:
                return datetime.strptime(candidate, form).date()  # noqa: DTZ007 -- a day has no zone
            except ValueError:
                continue
    return None


def time_in(text: str) -> time | None:
    plain = re.sub(r"(?i)\s*([ap])\.?m\.?$", r" \1m", text.strip().split("T")[-1])
    plain = plain.zfill(4) if plain.isdecimal() else plain
    for form in TIME_FORMATS:
        try:
            return datetime.strptime(plain, form).time()  # noqa: DTZ007 -- clocks have no zone here
        except ValueError:
            continue
    return None


def half_of(starts: time | None, ends: time | None) -> str:
    """The half of the day in which something is; empty for all of it, or when that is unknown."""
    if starts is None or ends is None:
        return ""
    if starts >= NOON:
        return "PM"
    return "AM" if starts < ends <= ONE else ""
