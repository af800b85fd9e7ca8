"""What a program workbook says of call and of attending weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from .values import Codes


@dataclass(frozen=True, slots=True)
class CallType:
    """One line of the call roster."""

    code: str
    name: str
    kind: str
    staff: str
    pgys: tuple[int, ...]
    excluded_roles: Codes
    nights: tuple[int, ...]
    people_needed: int
    pool_minimum: int
    weekday_starts: time
    weekday_ends: time
    weekend_starts: time
    weekend_ends: time
    handover_minutes: int
    morning_after: str | None
    afternoon_after: str | None
    gap_nights: int
    position: int
    spacing_nights: int = 0
    every_other_week: bool = False
    sundays_per_block: int | None = None
    newcomer_percent: int = 100


@dataclass(frozen=True, slots=True)
class AttendingWeek:
    """How a service is attended by the faculty, week by week."""

    rotation: str
    starts_weekday: int
    gap_weeks: int
    spaced_weeks: int
    call_type: str | None
    call_nights: tuple[int, ...]
    recovery: str | None


@dataclass(frozen=True, slots=True)
class AttendingShare:
    """Weeks a year that somebody in a role attends on a service."""

    rotation: str
    faculty_role: str
    minimum: int
    target: int
    maximum: int


@dataclass(frozen=True, slots=True)
class CallDayWish:
    """A weekday that people in a role like for call, or do not."""

    call_type: str
    faculty_role: str
    weekday: int
    wish: str
    rank: int


@dataclass(frozen=True, slots=True)
class CallBalance:
    """Calls beyond, or short of, a person's share in the years before."""

    person: str
    call_type: str
    nights: int
    sundays: int
    holidays: int = 0
