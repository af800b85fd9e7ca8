"""Events and calendars as text that calendars read (RFC 5545); made event by event, and kept so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Component, Event, Timezone, vDuration

from scheduling.queries.feed import FeedEvent

ASK_AGAIN = timedelta(hours=1)
END = b"END:VCALENDAR\r\n"


def event_text(event: FeedEvent, *, sequence: int, stamp: datetime) -> str:
    """An event that is on."""
    made = Event()
    made.add("uid", event.uid)
    made.add("summary", event.summary)
    made.add("dtstart", event.starts)
    made.add("dtend", event.ends)
    made.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    made.add("categories", [event.category])
    if event.place:
        made.add("location", event.place)
    if event.detail:
        made.add("description", event.detail)
    return _stamped(made, "CONFIRMED", sequence, stamp)


def cancelled_text(text: str, *, sequence: int, stamp: datetime) -> str:
    """The same event, which is off and takes no time any more."""
    made = Event.from_ical(text)
    made["TRANSP"] = "TRANSPARENT"
    return _stamped(made, "CANCELLED", sequence, stamp)


def _stamped(event: Component, status: str, sequence: int, stamp: datetime) -> str:
    for name, value in (
        ("status", status),
        ("sequence", sequence),
        ("dtstamp", stamp),
        ("last-modified", stamp),
    ):
        event.pop(name, None)
        event.add(name, value)
    text: str = event.to_ical().decode()
    return text


def calendar_text(
    name: str, zones: Iterable[str], events: Iterable[str], years: tuple[int, int]
) -> bytes:
    """The same bytes as long as nothing has changed; zones as they are in these years."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rounds//Schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    used = sorted(set(zones))
    if len(used) == 1:
        calendar.add("x-wr-timezone", used[0])
    calendar.add("refresh-interval", ASK_AGAIN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    head: bytes = calendar.to_ical()
    rules = [zone_text(zone, *years) for zone in used]
    return head.removesuffix(END) + "".join([*rules, *events]).encode() + END


@lru_cache(maxsize=64)
def zone_text(zone: str, first: int, last: int) -> str:
    """The rules of a zone from one year to another, both whole."""
    rules = Timezone.from_tzid(zone, first_date=date(first, 1, 1), last_date=date(last, 12, 31))
    text: str = rules.to_ical().decode()
    return text
