"""Until when people log and confirm the hours of a week themselves; afterwards the office does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from people.models import Program
from people.spoken import refused

SIX_DAYS = timedelta(days=6)
WEEK = timedelta(days=7)


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.isoweekday() - 1)


def last_open_day(program: Program, monday: date) -> date | None:
    """The day on which the hours of a week can be logged for the last time; None: always."""
    if program.hours_lock_days is None:
        return None
    return monday + SIX_DAYS + timedelta(days=program.hours_lock_days)


def first_open_week(program: Program, today: date) -> date | None:
    """The Monday of the earliest week that is not locked; None where weeks are never locked."""
    if program.hours_lock_days is None:
        return None
    return week_of(today - timedelta(days=program.hours_lock_days))


def require_unlocked(program: Program, day: date, *, at: datetime) -> None:
    """Refuses a day of a week that is locked."""
    monday = week_of(day)
    last = last_open_day(program, monday)
    if last is not None and program.today(at) > last:
        raise refused(
            "The hours of the week of {monday:%d %b %Y} could be entered until {last:%d %b "
            "%Y}; ask your office to enter them.",
            code="hours_locked",
            monday=monday,
            last=last,
        )
