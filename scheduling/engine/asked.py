"""What is asked of a roster: demands, amounts, orders, distances, wishes, exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scheduling.engine.duties import Level


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
