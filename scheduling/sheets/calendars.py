"""Reads calendars (.ics) that other programs export: each event is an assignment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from .entries import Found
from .fields import half_of
from .lists import Row, take
from .table import Known

LAYOUT = "A calendar (.ics)"
OPENING = b"BEGIN:VCALENDAR"
MOST_EVENTS = 20_000


def is_calendar(data: bytes) -> bool:
    return data[:200].lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(OPENING)


def read_calendar(data: bytes, found: Found, *, year: int, zone: ZoneInfo, known: Known) -> None:
    """Whose event it is: its attendee, a name in its title, or the calendar's own name."""
    found.layout = LAYOUT
    try:
        calendar = Calendar.from_ical(data)
    except ValueError as fault:
        found.refuse("", None, "", f"This calendar cannot be read: {fault}.")
        return
    events = list(calendar.walk("VEVENT"))
    if len(events) > MOST_EVENTS:
        message = f"The calendar has {len(events):,} events; the limit is {MOST_EVENTS:,}."
        found.refuse("", None, "", message)
        return
    owner = str(calendar.get("X-WR-CALNAME", "")).strip()
    rows = list(_rows(events, owner, zone, known))
    if repeated := sum("RRULE" in event for event in events):
        found.remarks.append(f"{repeated} events that repeat were read once, on their first day.")
    if not rows:
        found.refuse("", None, "", "The calendar has no events.")
    take(found, rows, year=year)


def _rows(events: list[Any], owner: str, zone: ZoneInfo, known: Known) -> Iterator[Row]:
    for number, event in enumerate(events, start=1):
        if "DTSTART" not in event or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        title = str(event.get("SUMMARY", "")).strip()
        who, what = _split(title, known)
        attendee = event.get("ATTENDEE")
        named = getattr(attendee, "params", {}).get("CN", "") if attendee else ""
        first, last, half = _days(event, zone)
        yield Row(number, who or str(named) or owner, what, first, last, half)


def _split(title: str, known: Known) -> tuple[str, str]:
    """A person of the program on either side of a dash or a colon."""
    for cut in (" - ", ": "):
        left, found, right = title.partition(cut)
        if found and known.person(left):
            return left.strip(), right.strip()
        if found and known.person(right):
            return right.strip(), left.strip()
    return "", title


def _days(event: Any, zone: ZoneInfo) -> tuple[date, date, str]:
    starts, ends = event["DTSTART"].dt, getattr(event.get("DTEND"), "dt", None)
    if isinstance(starts, datetime):
        begins = _local(starts, zone)
        closes = _local(ends, zone) if isinstance(ends, datetime) else begins
        nights = closes.date() - begins.date()
        last = begins.date() if nights.days <= 1 else closes.date()
        half = half_of(begins.time(), closes.time()) if not nights else "PM"
        return begins.date(), last, half
    # An event of whole days ends before its last day.
    last = ends - timedelta(days=1) if isinstance(ends, date) and ends > starts else starts
    return starts, last, ""


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A time without a zone is by the clocks of the program."""
    return moment.astimezone(zone) if moment.tzinfo else moment
