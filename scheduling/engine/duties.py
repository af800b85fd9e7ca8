"""Who there is, what there is to do, and when somebody cannot: people, duties, absences, spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

Pair = tuple[str, str]
"""The ids of a person and of a duty."""


class Kind(StrEnum):
    """What a duty is: a rotation holds half-days and calls; leave may be taken within it."""

    ROTATION = "rotation"
    LEAVE = "leave"
    HALF_DAY = "half-day"
    CALL = "call"
    LOGGED = "logged"  # work beside the schedule, never assigned


class Work(StrEnum):
    """How the time of a duty counts against the limits on work."""

    NONE = "none"  # a rotation as such, leave, a day off, post-call recovery, backup
    CARE = "care"  # in-house work with patients
    EDUCATION = "education"  # work without new patients: lectures, administration, hand-over
    CALL = "call"  # in-house call: care that follows the limits on call as well
    HOME_CALL = "home-call"  # bars a free day; only logged work counts as hours
    CALLED_IN = "called-in"  # logged: in house during home call
    FROM_HOME = "from-home"  # logged: clinical work done at home
    STAYED = "stayed"  # logged: stayed on by own choice, after the scheduled work
    MOONLIGHTING = "moonlighting"  # logged: internal or external


class Supervision(StrEnum):
    """What a duty asks of, or adds to, the attendings present at its time and place."""

    NONE = "none"
    BY_LEVEL = "by-level"  # half an attending for a PGY-1, a quarter for the others
    ONE = "one"
    SUPPLIES = "supplies"


class Level(StrEnum):
    """How closely somebody is supervised."""

    DIRECT = "direct"  # the supervisor is there
    INDIRECT = "indirect"  # the supervisor can come at once
    OVERSIGHT = "oversight"  # the supervisor reviews afterwards


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential and the days, both included, between which it is valid."""

    code: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be given duties. `tags` say what they are: "resident", "PGY-2", "core"."""

    id: str
    name: str
    tags: frozenset[str] = frozenset()
    credentials: tuple[Credential, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that can be assigned, from one moment to another in the program's time zone."""

    id: str
    code: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    label: str = ""
    cell: str = ""  # the half-day it fills; a person has one duty in a cell
    work: Work = Work.NONE
    open_to: frozenset[str] = frozenset()  # tags, any of which will do; empty: everybody
    credential: str = ""
    place: str = ""
    room_units: int = 0
    room_once: bool = False  # however many do it, it takes its rooms once
    supervision: Supervision = Supervision.NONE
    leave_ok: bool = True  # leave may be taken during it
    handover: int = 0  # minutes at its end for handing over, without new patients
    frees_until: datetime | None = None  # whoever did it starts nothing in house before this
    traits: frozenset[str] = frozenset()  # what sort of thing it is: "night", "virtual"

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError(f"Duty {self.id} needs times with a time zone.")
        if self.ends_at <= self.starts_at:
            raise ValueError(f"Duty {self.id} ends before it starts.")
        if not 0 <= self.handover * 60 < (self.ends_at - self.starts_at).total_seconds():
            raise ValueError(f"Duty {self.id} is shorter than its hand-over.")

    @property
    def last_day(self) -> date:
        """The last day it touches; a duty that ends at midnight does not touch the next."""
        return (self.ends_at - timedelta(minutes=1)).date()


@dataclass(frozen=True, slots=True)
class Away:
    """A time when a person is not there; planned leave also needs a rotation that allows it."""

    person: str
    starts_at: datetime
    ends_at: datetime
    planned: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A time in which a person may not be given duties of a kind: no call during some rotations."""

    person: str
    starts_at: datetime
    ends_at: datetime
    kind: Kind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included, over which one person's work is averaged: a rotation, four weeks."""

    person: str
    first_day: date
    last_day: date
    label: str = ""
