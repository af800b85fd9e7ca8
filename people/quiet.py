"""When somebody may be told by mail: the hour of their news, quiet hours, and rest after call."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from people.models import NoticePreferences, Person, Program
from people.notice_kinds import Way

RestFinder = Callable[[Collection[Person], Program, datetime], Mapping[int, datetime]]
"""Says of those who rest after call until when they do, by the key of the person."""

rest_finders: list[RestFinder] = []
"""Filled by the apps above, which know the schedule, when they are ready."""


@dataclass(frozen=True)
class Due:
    """A moment, and why it is not at once; no reason when it is."""

    at: datetime
    reason: str = ""


def resting_until(
    people: Collection[Person], program: Program, at: datetime
) -> dict[int, datetime]:
    """Until when those of the people rest who do."""
    found: dict[int, datetime] = {}
    for finder in rest_finders:
        for person, until in finder(people, program, at).items():
            found[person] = max(until, found.get(person, until))
    return found


def mail_due(
    kind: str,
    preferences: NoticePreferences,
    *,
    zone: ZoneInfo,
    at: datetime,
    rests_until: datetime | None = None,
    needs_ack_by: datetime | None = None,
) -> Due:
    """What has to be seen before the quiet is over breaks it; all else waits."""
    due = Due(at)
    if preferences.way(kind) == Way.DAILY and needs_ack_by is None:
        due = Due(next_time(at, preferences.daily_at, zone), "It goes with the news of the day.")
    if preferences.rests_after_call and rests_until and rests_until > due.at:
        due = Due(rests_until, "Its reader rests after call.")
    quiet_until = end_of_quiet(due.at, preferences.quiet_from, preferences.quiet_until, zone)
    if quiet_until is not None:
        due = Due(quiet_until, "It waits for the end of quiet hours.")
    cannot_wait = needs_ack_by is not None and due.at >= needs_ack_by
    return Due(at) if cannot_wait else due


def next_time(at: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The next moment, later than this one, at which the zone's clocks show the time."""
    day = at.astimezone(zone).date()
    moments = (datetime.combine(day + timedelta(days=n), clock, zone) for n in range(3))
    return next(moment for moment in moments if moment > at)


def end_of_quiet(
    at: datetime, quiet_from: time | None, until: time | None, zone: ZoneInfo
) -> datetime | None:
    """When the quiet hours end in which this moment lies; None outside of them."""
    if quiet_from is None or until is None:
        return None
    clock = at.astimezone(zone).time()
    past_midnight = quiet_from > until
    inside = clock >= quiet_from or clock < until if past_midnight else quiet_from <= clock < until
    return next_time(at, until, zone) if inside else None
