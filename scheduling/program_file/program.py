"""What a program workbook says, as plain values; the same whether it was read from xlsx or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .call_rows import AttendingShare, AttendingWeek, CallBalance, CallDayWish, CallType
from .people_rows import Absence, Credential, Credit, Enrolment, Person, Request, SupervisionLevel
from .values import Codes, Slot
from .work_rows import (
    PATTERN_SLOTS,
    WEEKDAYS,
    Activity,
    CredentialKind,
    CurriculumItem,
    PatternWeek,
    Place,
    Requirement,
    Rotation,
    RotationDemand,
    SessionDemand,
    SpecialDay,
    WeeklyShare,
)

__all__ = [
    "PATTERN_SLOTS",
    "WEEKDAYS",
    "Absence",
    "Activity",
    "AttendingShare",
    "AttendingWeek",
    "CallBalance",
    "CallDayWish",
    "CallType",
    "Codes",
    "Credential",
    "CredentialKind",
    "Credit",
    "CurriculumItem",
    "Enrolment",
    "PackChoice",
    "PatternWeek",
    "Person",
    "Place",
    "Program",
    "ProgramFile",
    "Request",
    "Requirement",
    "Rotation",
    "RotationDemand",
    "RuleSetting",
    "SessionDemand",
    "Slot",
    "SpecialDay",
    "SupervisionLevel",
    "WeeklyShare",
]


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
