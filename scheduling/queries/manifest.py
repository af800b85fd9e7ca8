"""Who is where on a day, half by half and site by site: the sheet that hangs in the clinic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from people.models import SLOTS
from scheduling.engine.academic_year import Block
from scheduling.models import AcademicYear, Activity, Rotation, ScheduleVersion, SpecialDay
from scheduling.queries.block_rows import BlockRows
from scheduling.queries.entries import activity_style
from scheduling.queries.year_shown import Piece, piece_of

FREE = (Activity.Kind.OFF, Activity.Kind.HOLIDAY, Activity.Kind.RECOVERY)
NO_SITE = "No site of its own"
NOT_PLANNED = "Half-days not planned yet, by rotation"


@dataclass(frozen=True, slots=True)
class Line:
    """What some people do, in the morning and in the afternoon."""

    piece: Piece
    supervises: bool
    halves: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A place, with what is done there; attendings first."""

    name: str
    lines: tuple[Line, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """How many there are in each half of the day."""
        return tuple(sum(len(line.halves[half]) for line in self.lines) for half in (0, 1))


@dataclass(frozen=True, slots=True)
class NightCall:
    """Who has a call of the night, and how many are missing."""

    name: str
    people: tuple[str, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A day."""

    day: date
    known: bool
    """Whether there is a version; without one, empty lists mean nothing."""
    special: SpecialDay | None
    sites: tuple[Site, ...]
    away: tuple[tuple[str, ...], ...]
    free: tuple[tuple[str, ...], ...]
    calls: tuple[NightCall, ...]

    @property
    def is_empty(self) -> bool:
        return not self.sites and not any(self.away) and not any(self.free)


def manifest(year: AcademicYear, day: date, version: ScheduleVersion | None) -> Manifest:
    """Nine queries, however many people. Who is away is told, and not why."""
    rows = BlockRows(year, Block(day, day, 0), version)
    lines = _Lines(rows, day)
    return Manifest(
        day=day,
        known=version is not None,
        special=rows.special_days.get(day),
        sites=tuple(lines.sites()),
        away=lines.away(),
        free=lines.free(),
        calls=tuple(_calls(rows, day)),
    )


class _Lines:
    """The half-days of a day, by what is done in them."""

    def __init__(self, rows: BlockRows, day: date) -> None:
        self.rows, self.day = rows, day
        self.names = {e.person_id: e.person.roster_name for e in rows.enrolments}

    def sites(self) -> Iterator[Site]:
        found: dict[str, list[Line]] = defaultdict(list)
        for activity in self.rows.activities.values():
            line = self._line(activity)
            if activity.kind not in FREE and any(line.halves):
                found[activity.place.name if activity.place else NO_SITE].append(line)
        for name in sorted(found, key=lambda name: (name == NO_SITE, name)):
            yield Site(name, _in_order(found[name]))
        waiting = tuple(self._not_planned())
        if waiting:
            yield Site(NOT_PLANNED, waiting)

    def _line(self, activity: Activity) -> Line:
        piece = Piece(activity.code, activity.name, activity_style(activity.pk))
        halves = tuple(self._doing({activity.pk}, slot) for slot in SLOTS)
        return Line(piece, activity.supervises, halves)

    def _doing(self, activities: set[int], slot: str) -> tuple[str, ...]:
        """Those who are there for it; who is away meanwhile is not."""
        return self._sorted(
            person
            for person in self.names
            if (row := self.rows.half_days.get((person, self.day, slot)))
            and row.activity in activities
            and (person, self.day, slot) not in self.rows.away
        )

    def _not_planned(self) -> Iterator[Line]:
        """People of whom only the rotation is known."""
        waiting: dict[int, list[int]] = defaultdict(list)
        for person, stays in self.rows.stays.items():
            for rotation in (stay.rotation for stay in stays if stay.rotation):
                if not self._is_known(person):
                    waiting[rotation].append(person)
        for pk in sorted(waiting, key=lambda pk: self.rows.rotations[pk].code):
            yield self._waiting(self.rows.rotations[pk], waiting[pk])

    def _is_known(self, person: int) -> bool:
        return any(
            (person, self.day, slot) in self.rows.half_days
            or (person, self.day, slot) in self.rows.away
            for slot in SLOTS
        )

    def _waiting(self, rotation: Rotation, people: Iterable[int]) -> Line:
        names = self._sorted(people)
        return Line(piece_of(rotation), supervises=False, halves=(names, names))

    def away(self) -> tuple[tuple[str, ...], ...]:
        gone = {(person, slot) for person, _, slot in self.rows.away}
        return tuple(self._sorted(p for p in self.names if (p, slot) in gone) for slot in SLOTS)

    def free(self) -> tuple[tuple[str, ...], ...]:
        """Days off, holidays, the time after call."""
        free = {pk for pk, activity in self.rows.activities.items() if activity.kind in FREE}
        return tuple(self._doing(free, slot) for slot in SLOTS)

    def _sorted(self, people: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(self.names[person] for person in people if person in self.names))


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (not line.supervises, line.piece.code)))


def _calls(rows: BlockRows, day: date) -> Iterator[NightCall]:
    for call_type in rows.call_types:
        people = [rows.names[person] for person in rows.calls.get((call_type.pk, day), ())]
        needed = rows.needed(call_type, day)
        if people or needed:
            yield NightCall(call_type.name, tuple(people), max(0, needed - len(people)))
