"""What an invented program is made from, and how its rotations, curriculum and staff follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scheduling.program_file.program import (
    Activity,
    AttendingShare,
    AttendingWeek,
    CallDayWish,
    CallType,
    CredentialKind,
    CurriculumItem,
    PatternWeek,
    Place,
    Program,
    Requirement,
    Rotation,
    RotationDemand,
    SessionDemand,
    WeeklyShare,
)

from .weeks import Pattern


@dataclass(frozen=True)
class Share:
    """How much of a rotation the residents of a PGY do, in blocks, and when."""

    least: float
    most: float
    after: str | None = None
    first: int | None = None
    last: int | None = None
    gap: float = 0


@dataclass(frozen=True)
class Service:
    """A rotation with all that is said of it in other sheets."""

    code: str
    name: str
    kind: str
    shares: Mapping[int, Share]
    demand: tuple[tuple[int | None, int, int], ...] = ()  # PGY, least, most
    pattern: Pattern | None = None
    weekly: tuple[tuple[str, int, int], ...] = ()  # activity, least, most
    weekly_of: Mapping[int, tuple[tuple[str, int, int], ...]] = field(default_factory=dict)  # PGY
    length: str = "block"
    place: str = "HOSP"
    call: bool = False
    leave: bool = False
    halves: tuple[str, str] | None = None
    roles: tuple[str, ...] = ()  # that follow it, if it is a week of the faculty
    every_weeks: int | None = None  # for clinic weeks
    for_weeks: int = 1  # of them in a row
    color: str = "#e5e7eb"

    @property
    def rotation(self) -> Rotation:
        first, second = self.halves or (None, None)
        pgys = tuple(sorted(self.shares))
        return Rotation(
            self.code, self.name, self.kind, self.length, self.place, pgys, self.roles, None, None,
            self.leave, self.call, first, second, self.color, self.every_weeks,
            self.for_weeks,
        )  # fmt: skip

    def demands(self) -> Iterator[RotationDemand]:
        for pgy, least, most in self.demand:
            yield RotationDemand(self.code, pgy, least, most)

    def patterns(self) -> tuple[PatternWeek, ...]:
        return self.pattern(self.code) if self.pattern else ()

    def weekly_shares(self) -> Iterator[WeeklyShare]:
        for activity, least, most in self.weekly:
            yield WeeklyShare(self.code, activity, least, most)
        for pgy, shares in self.weekly_of.items():
            for activity, least, most in shares:
                yield WeeklyShare(self.code, activity, least, most, pgy)

    def curriculum(self) -> Iterator[CurriculumItem]:
        for pgy, share in self.shares.items():
            yield CurriculumItem(
                pgy, "", self.code, int(2 * share.least), int(2 * share.most),
                share.after, share.first, share.last, int(2 * share.gap),
            )  # fmt: skip


@dataclass(frozen=True)
class Post:
    """So many members of the faculty in one role, and their half-days a week."""

    role: str
    count: int
    clinic: tuple[int, int]
    supervision: tuple[int, int]
    fte: int = 100
    call: bool = True
    block_clinic: int | None = None
    weekdays: tuple[int, ...] = ()  # of clinic


@dataclass(frozen=True)
class Recipe:
    """Everything about an invented program but its people's own affairs."""

    program: Program
    places: tuple[Place, ...]
    credential_kinds: tuple[CredentialKind, ...]
    activities: tuple[Activity, ...]
    services: tuple[Service, ...]
    call_types: tuple[CallType, ...]
    residents: Mapping[int, int]  # how many of each PGY
    posts: tuple[Post, ...]
    sessions: tuple[SessionDemand, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    done: Mapping[str, Mapping[int, int]] = field(default_factory=dict)  # by PGY, of requirements
    clinic_groups: int = 0
    attending: tuple[tuple[AttendingWeek, tuple[AttendingShare, ...]], ...] = ()
    call_day_wishes: tuple[CallDayWish, ...] = ()
    ranked_weeks: int = 8
    # Those who agree among themselves on weeks that each can have, so many of them in a week.
    asking_together: tuple[tuple[int, ...], ...] = ((1,), (2,), (3,))
    away_together: int = 2
    absences: Mapping[str, float] = field(
        default_factory=lambda: {"resident": 1.4, "faculty": 3.5}
    )  # of each person, on average
    away_at_once: Mapping[str, int] = field(default_factory=lambda: {"resident": 2, "faculty": 2})
    long_absences: bool = True
