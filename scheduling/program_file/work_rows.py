"""What a program workbook says of its work: activities, rotations, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from .values import Codes, Slot


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A holiday, or another day with its own staffing."""

    on: date
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A site."""

    code: str
    name: str
    rooms: int | None
    target_rooms: int | None = None


@dataclass(frozen=True, slots=True)
class CredentialKind:
    """A certificate or privilege that is kept track of."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Activity:
    """What can fill a half-day. An end that is not later than its start is on the next day."""

    code: str
    name: str
    kind: str
    am_starts: time | None
    am_ends: time | None
    pm_starts: time | None
    pm_ends: time | None
    place: str | None
    room_units: int
    supervision_needed: str
    supervises: bool
    credential: str | None
    color: str
    room_once: bool = False
    virtual: bool = False
    continuity: bool = False
    beside: str | None = None
    beside_credential: str | None = None

    def times(self, slot: str) -> tuple[time | None, time | None]:
        return (self.am_starts, self.am_ends) if slot == "AM" else (self.pm_starts, self.pm_ends)


@dataclass(frozen=True, slots=True)
class Rotation:
    """A period of training on one service; with two halves it is made of two other rotations."""

    code: str
    name: str
    kind: str
    length: str
    place: str | None
    pgys: tuple[int, ...]
    faculty_roles: Codes
    first_block: int | None
    last_block: int | None
    leave_eligible: bool
    call_eligible: bool
    first_half: str | None
    second_half: str | None
    color: str
    every_weeks: int | None = None
    for_weeks: int = 1

    @property
    def halves_long(self) -> int:
        return 2 if self.length == "block" else 1


@dataclass(frozen=True, slots=True)
class RotationDemand:
    """How many residents a rotation needs and takes at any time; no PGY means all together."""

    rotation: str
    pgy: int | None
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class PatternWeek:
    """A week of a rotation: codes for each half-day, several where there is a choice."""

    rotation: str
    week: int | None
    pgy: int | None
    monday_am: Codes
    monday_pm: Codes
    tuesday_am: Codes
    tuesday_pm: Codes
    wednesday_am: Codes
    wednesday_pm: Codes
    thursday_am: Codes
    thursday_pm: Codes
    friday_am: Codes
    friday_pm: Codes
    saturday_am: Codes
    saturday_pm: Codes
    sunday_am: Codes
    sunday_pm: Codes

    def cells(self) -> Iterator[tuple[Slot, Codes]]:
        """The half-days of the week that this row speaks about."""
        for name, slot in PATTERN_SLOTS.items():
            codes: Codes = getattr(self, name)
            if codes:
                yield slot, codes


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

PATTERN_SLOTS: Mapping[str, Slot] = {
    f"{day}_{half.lower()}": (number, half)
    for number, day in enumerate(WEEKDAYS, start=1)
    for half in ("AM", "PM")
}
"""The fields of a pattern's row, and the half-day each stands for."""


@dataclass(frozen=True, slots=True)
class WeeklyShare:
    """How many half-days a week of an activity a rotation asks for."""

    rotation: str
    activity: str
    minimum: int
    maximum: int | None
    pgy: int | None = None


@dataclass(frozen=True, slots=True)
class SessionDemand:
    """How many residents or faculty an activity needs, and takes, on a half-day of the week."""

    activity: str
    staff: str
    week: int | None
    weekday: int
    slot: str
    minimum: int
    maximum: int | None
    half_a_day_each: bool


@dataclass(frozen=True, slots=True)
class CurriculumItem:
    """So many half-blocks of a rotation for each resident of a PGY, or of one of its tracks."""

    pgy: int
    track: str
    rotation: str
    minimum_halves: int
    maximum_halves: int
    after: str | None
    first_block: int | None
    last_block: int | None
    gap_halves: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """So much of a rotation or an activity, in a year or by the end of training."""

    code: str
    name: str
    pgy: int | None
    track: str
    rotation: str | None
    activity: str | None
    unit: str
    minimum: int
    binding: bool
    source: str
