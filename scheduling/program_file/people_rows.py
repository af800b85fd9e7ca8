"""What a program workbook says of people: who there is, what they hold, when they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
class Credit:
    """What a person had done of a requirement before the academic year."""

    person: str
    requirement: str
    amount: int


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
