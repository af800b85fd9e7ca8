"""What a program workbook says, as plain values; the same whether it was read from xlsx or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

Slot = tuple[int, str]
"""An ISO weekday and AM or PM."""

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """The program itself, and the academic year the file is about."""

    name: str
    slug: str
    specialty: str
    time_zone: str
    academic_year: int
    block_calendar: str
    leave_weeks_per_year: int
    second_person_publishes: bool
    roster_is_public: bool
    clinic_rooms: int


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


@dataclass(frozen=True, slots=True)
class Credit:
    """What a person had done of a requirement before the academic year."""

    person: str
    requirement: str
    amount: int


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
class Person:
    """Somebody, known in the file as "Last, First" and in the database by their e-mail address."""

    name: str
    email: str
    phone: str

    @property
    def last_name(self) -> str:
        return self.name.split(", ")[0]

    @property
    def first_name(self) -> str:
        return self.name.split(", ")[1]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A person's place in the program in the academic year of the file."""

    person: str
    position: str
    pgy: int | None
    faculty_role: str | None
    fte_percent: int
    track: str
    clinic_min: int
    clinic_max: int
    supervision_min: int
    supervision_max: int
    call_eligible: bool
    starts_on: date | None
    ends_on: date | None
    clinic_block_max: int | None = None
    clinic_weekdays: tuple[int, ...] = ()
    clinic_group: int | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    """A person holds a credential until the day it expires, that day included."""

    person: str
    kind: str
    issued_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class SupervisionLevel:
    """How closely a person is supervised from a day on, in one activity or in all."""

    person: str
    activity: str | None
    level: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which a person is away, to the half-day."""

    person: str
    kind: str
    starts_on: date
    starts_at_slot: str
    ends_on: date
    ends_slot: str
    status: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a person would like; rank 1 is wished for most."""

    person: str
    kind: str
    wish: str
    rank: int
    rotation: str | None
    starts_on: date | None
    ends_on: date | None
    weekday: int | None


@dataclass(frozen=True, slots=True)
class CallBalance:
    """Calls beyond, or short of, a person's share in the years before."""

    person: str
    call_type: str
    nights: int
    sundays: int
    holidays: int = 0


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A rule pack that the program has chosen, and its place among them."""

    pack: str
    position: int


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How the program sets a rule of the rule book."""

    code: str
    parameters: Mapping[str, Any]
    weight: int | None
    active: bool
    effective_from: date
    effective_until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """A whole workbook: one program, and the rows of every other sheet in their order."""

    program: Program
    special_days: tuple[SpecialDay, ...] = ()
    places: tuple[Place, ...] = ()
    credential_kinds: tuple[CredentialKind, ...] = ()
    activities: tuple[Activity, ...] = ()
    rotations: tuple[Rotation, ...] = ()
    demands: tuple[RotationDemand, ...] = ()
    patterns: tuple[PatternWeek, ...] = ()
    weekly_shares: tuple[WeeklyShare, ...] = ()
    session_demands: tuple[SessionDemand, ...] = ()
    curriculum: tuple[CurriculumItem, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    call_types: tuple[CallType, ...] = ()
    attending_weeks: tuple[AttendingWeek, ...] = ()
    attending_shares: tuple[AttendingShare, ...] = ()
    call_day_wishes: tuple[CallDayWish, ...] = ()
    people: tuple[Person, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    credentials: tuple[Credential, ...] = ()
    credits: tuple[Credit, ...] = ()
    supervision_levels: tuple[SupervisionLevel, ...] = ()
    absences: tuple[Absence, ...] = ()
    requests: tuple[Request, ...] = ()
    call_history: tuple[CallBalance, ...] = ()
    rule_packs: tuple[PackChoice, ...] = ()
    rules: tuple[RuleSetting, ...] = ()
