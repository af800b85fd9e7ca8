"""What is asked of the engine, and what it answers: people, duties, wishes; a roster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Demand:
    """How many people with any of the tags `who` the duties need, and take, together."""

    duties: tuple[str, ...]
    low: int = 0
    high: int | None = None
    who: frozenset[str] = frozenset()
    label: str = ""

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"Demand {self.label or self.duties} asks for less than its minimum.")


@dataclass(frozen=True, slots=True)
class Rooms:
    """How many rooms a place has; a duty takes `room_units` of them while it lasts.

    `target` is how many should be in use at most, if that is fewer.
    """

    place: str
    rooms: int
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of some duties a person does; each duty counts its weight. `rule` says whose it is."""

    rule: str
    person: str
    weights: Mapping[str, int]
    low: int | None = None
    high: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Precedence:
    """A person does one of `first` before any of `then`."""

    person: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days that lie between any two of the duties of a person."""

    person: str
    duties: tuple[str, ...]
    days: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """People tagged `who` do one of `duties` only while somebody tagged `by` does one of `others`.

    Who keeps them company holds the credential, if one is named; no tags means everybody. Nobody
    is their own company.
    """

    duties: tuple[str, ...]
    others: tuple[str, ...]
    who: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    credential: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many of the duties start within any so many consecutive days.

    `rule` says whose it is. Windows begin every `step` days, so that two duties are in more of
    them the closer they are: what is too close costs the more, the closer it is.
    """

    rule: str
    person: str
    duties: tuple[str, ...]
    days: int
    most: int = 1
    step: int = 1
    label: str = ""

    def __post_init__(self) -> None:
        if self.days < 1 or self.step < 1 or self.most < 0:
            raise ValueError(f"Window {self.label or self.rule} has no days, or no steps.")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A person does one of the duties, unless one of `released_by` is done.

    With `asked_by` it is expected only of whoever does one of those.
    """

    person: str
    duties: tuple[str, ...]
    released_by: tuple[str, ...] = ()
    label: str = ""
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish and its price: paid for each duty done (avoid) or when none is done (prefer)."""

    person: str
    duties: tuple[str, ...]
    price: int
    prefer: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """People who share duties fairly: weights are their shares, carried is what they did before.

    `total` is how often the duties are done in all: the sum to be shared out.
    """

    label: str
    duties: tuple[str, ...]
    total: int
    weights: Mapping[str, int]
    carried: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How days of work and rest alternate for a person between two days, both included.

    What lies before and after is not known: a run that reaches the first or the last day may have
    begun earlier or go on, so it is never too short, and only days inside make it too long.
    """

    person: str
    first_day: date
    last_day: date
    most_work: int | None = None  # days in a row
    least_work: int = 1
    least_rest: int = 1
    most_weekends: int | None = None

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"The rhythm of {self.person} ends before it begins.")
        if self.most_work is not None and self.most_work < self.least_work:
            raise ValueError(f"The rhythm of {self.person} asks for longer runs than it allows.")


@dataclass(frozen=True, slots=True)
class Succession:
    """Codes that may not follow others: whoever begins a `first` begins no `then` so soon after.

    `rule` says whose it is, as with a quota.
    """

    first: frozenset[str]
    then: frozenset[str]
    days: int = 1
    who: frozenset[str] = frozenset()
    label: str = ""
    rule: str = "succession"


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many people with any of the tags `who` the duties would like to have, and at what price.

    Unlike a demand it may be missed on either side: each person too few or too many is paid for.
    """

    duties: tuple[str, ...]
    wanted: int
    missing: int = 1
    surplus: int = 0
    who: frozenset[str] = frozenset()
    label: str = ""

    def __post_init__(self) -> None:
        if min(self.wanted, self.missing, self.surplus) < 0:
            raise ValueError(f"Staffing {self.label or self.duties} has a negative number.")


@dataclass(frozen=True, slots=True)
class Burden:
    """What a person pays for each idle period between rotations and for each change of place.

    `carried` is what the person has paid before, when nobody is to be left behind.
    """

    person: str
    idle: int = 0
    move: int = 0
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Supervised:
    """The level at which a person does duties of a code, on days of which both are included.

    Without a code it is for whatever asks for supervision and has no level of its own.
    """

    person: str
    level: Level
    code: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Days, both included, on which a rule holds for somebody with other parameters, or not at all.

    Without a person it is for everybody; without parameters the rule is set aside.
    """

    rule: str
    first_day: date
    last_day: date
    person: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"The waiver {self.label or self.rule} ends before it starts.")


@dataclass(frozen=True)
class Roster:
    """An answer: who does what."""

    pairs: frozenset[Pair] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Roster:
        return cls(frozenset(pairs))

    def changed(self, *, add: Iterable[Pair] = (), remove: Iterable[Pair] = ()) -> Roster:
        return Roster((self.pairs - frozenset(remove)) | frozenset(add))


@dataclass(frozen=True)
class Problem:
    """A question for the engine.

    `candidates` are the pairs to be decided, `fixed` those that are settled (history, locked
    cells, what a weekly pattern says); a duty's times carry the program's time zone, so that its
    days are that zone's days.
    """

    zone: str
    people: tuple[Person, ...]
    duties: tuple[Duty, ...]
    candidates: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    away: tuple[Away, ...] = ()
    bars: tuple[Bar, ...] = ()
    spans: tuple[Span, ...] = ()
    demands: tuple[Demand, ...] = ()
    rooms: tuple[Rooms, ...] = ()
    quotas: tuple[Quota, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    companies: tuple[Company, ...] = ()
    windows: tuple[Window, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    preferences: tuple[Preference, ...] = ()
    pools: tuple[Pool, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    successions: tuple[Succession, ...] = ()
    staffings: tuple[Staffing, ...] = ()
    burdens: tuple[Burden, ...] = ()
    levels: tuple[Supervised, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    published: frozenset[Pair] = frozenset()
    today: date | None = None  # from which notice of a change is counted

    def __post_init__(self) -> None:
        people, duties = self.person_index, self.duty_index
        for pairs in (self.candidates, self.fixed, self.published):
            for person, duty in pairs:
                if person not in people or duty not in duties:
                    raise ValueError(f"({person}, {duty}) names an unknown person or duty.")
        times: tuple[Duty | Away | Bar, ...] = (*self.duties, *self.away, *self.bars)
        for moment in (moment for row in times for moment in (row.starts_at, row.ends_at)):
            if str(moment.tzinfo) != self.zone:
                raise ValueError(f"{moment.isoformat()} is not in the time zone {self.zone}.")

    @cached_property
    def person_index(self) -> dict[str, int]:
        return _index(person.id for person in self.people)

    @cached_property
    def duty_index(self) -> dict[str, int]:
        return _index(duty.id for duty in self.duties)

    def person(self, person_id: str) -> Person:
        return self.people[self.person_index[person_id]]

    def duty(self, duty_id: str) -> Duty:
        return self.duties[self.duty_index[duty_id]]


def _index(ids: Iterable[str]) -> dict[str, int]:
    index: dict[str, int] = {}
    for name in ids:
        if name in index:
            raise ValueError(f"{name} is there twice.")
        index[name] = len(index)
    return index
