"""How two schedules of a year differ, grouped by person and said in plain sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from people.models import Enrolment, Person
from people.wording import counted, said
from scheduling.models import Activity, Assignment, CallType, Rotation, ScheduleVersion

Kind = Assignment.Kind


class Row(NamedTuple):
    """What an assignment says; how it came about and whether it is locked changes nobody's day."""

    person: int
    kind: str
    starts_on: date
    slot: str
    ends_on: date
    rotation: int | None
    activity: int | None
    call_type: int | None


COLUMNS = (
    *("person_id", "kind", "starts_on", "slot", "ends_on"),
    *("rotation_id", "activity_id", "call_type_id"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell before and after, by the names of what it holds; empty: nothing."""

    kind: str
    first_day: date
    last_day: date
    slot: str
    before: str
    after: str
    along: int = 0  # half-days that change with it

    @property
    def sentence(self) -> str:
        """What changes and when, without whose."""
        if not self.along:
            return said("{when}: {what}.", when=self.when, what=self._what)
        return counted(
            "{when}: {what}, and {count} half-day with it.",
            "{when}: {what}, and {count} half-days with it.",
            self.along,
            when=self.when,
            what=self._what,
        )

    @property
    def when(self) -> str:
        first, last = self.first_day, self.last_day
        if self.slot:
            return said("{day:%a %d %b %Y} {slot}", day=first, slot=self.slot)
        if self.kind == Kind.CALL and last == first:
            return said("{day:%a %d %b %Y} night", day=first)
        if last == first:
            return said("{day:%a %d %b %Y}", day=first)
        return said("{first:%a %d %b %Y} to {last:%a %d %b %Y}", first=first, last=last)

    @property
    def _what(self) -> str:
        if not self.before:
            return said("{after} is new", after=self.after)
        if not self.after:
            return said("no {before}", before=self.before)
        return said("{after} instead of {before}", after=self.after, before=self.before)


@dataclass(frozen=True, slots=True)
class PersonDifferences:
    """All that changes for one person, in the order of days."""

    person: Person
    position: str
    differences: tuple[Difference, ...]
    cells: int


def differences(
    before: ScheduleVersion | None, after: ScheduleVersion
) -> tuple[PersonDifferences, ...]:
    """Of two versions, by name of the person. The database compares; the rows are many."""
    gone, came = gone_and_came(before, after)
    return by_person(after, gone, came)


def gone_and_came(
    before: ScheduleVersion | None, after: ScheduleVersion
) -> tuple[list[Row], list[Row]]:
    """What is only in the first, and only in the second."""
    old = Assignment.objects.filter(version=before).order_by().values_list(*COLUMNS)
    new = Assignment.objects.filter(version=after).order_by().values_list(*COLUMNS)
    return [Row(*r) for r in old.difference(new)], [Row(*r) for r in new.difference(old)]


def rows_of(assignments: Iterable[Assignment]) -> set[Row]:
    return {Row(*(getattr(row, name) for name in COLUMNS)) for row in assignments}


def by_person(
    version: ScheduleVersion, gone: Iterable[Row], came: Iterable[Row]
) -> tuple[PersonDifferences, ...]:
    names = Names(version)
    cells = _cells(gone, came)
    people = {p.pk: p for p in Person.objects.filter(pk__in=cells)}
    found = (
        PersonDifferences(
            person=people[key],
            position=names.positions.get(key, ""),
            differences=tuple(_told(mine, names)),
            cells=len(mine),
        )
        for key, mine in cells.items()
    )
    return tuple(
        sorted(found, key=lambda p: (p.person.last_name, p.person.first_name, p.person.pk))
    )


class Names:
    """What rotations, activities, calls and positions of a program are called."""

    def __init__(self, version: ScheduleVersion) -> None:
        program, year = version.schedule.program_id, version.schedule.academic_year.year
        models = (Rotation, Activity, CallType)
        self._of = [
            dict(m.objects.filter(program=program).values_list("pk", "name")) for m in models
        ]
        enrolments = Enrolment.objects.in_year(year).filter(program=program)
        self.positions = {e.person_id: _position(e) for e in enrolments}

    def of(self, row: Row | None) -> str:
        if row is None:
            return ""
        keys = (row.rotation, row.activity, row.call_type)
        gone = said("something that is there no longer")
        found = [
            names.get(key, gone)
            for names, key in zip(self._of, keys, strict=True)
            if key is not None
        ]
        return found[0] if found else said("Leave")


def _position(enrolment: Enrolment) -> str:
    return f"PGY-{enrolment.pgy}" if enrolment.pgy else enrolment.get_position_display()


Cell = tuple[str, date, str, int]
"""Kind, day, slot, and a number, since somebody may have two calls in a night: of one person."""
Pair = tuple[Row | None, Row | None]


def _cells(gone: Iterable[Row], came: Iterable[Row]) -> dict[int, dict[Cell, Pair]]:
    sides: dict[tuple[int, str, date, str], tuple[list[Row], list[Row]]] = {}
    for side, rows in enumerate((gone, came)):
        for row in rows:
            sides.setdefault(row[:4], ([], []))[side].append(row)
    found: dict[int, dict[Cell, Pair]] = defaultdict(dict)
    for (person, kind, day, slot), pair in sides.items():
        for number, both in enumerate(zip_longest(*pair)):
            found[person][kind, day, slot, number] = both
    return found


def _told(cells: dict[Cell, Pair], names: Names) -> Iterator[Difference]:
    """Half-days within a rotation or a leave that changes are told with it."""
    long = {cell: pair for cell, pair in cells.items() if cell[0] in (Kind.ROTATION, Kind.LEAVE)}
    half_days = {cell: pair for cell, pair in cells.items() if cell[0] == Kind.HALF_DAY}
    told = [
        _difference(cell, pair, names)
        for cell, pair in cells.items()
        if cell not in long and cell not in half_days
    ]
    for cell, pair in long.items():
        days = _days(pair)
        along = [half for half in half_days if days[0] <= half[1] <= days[1]]
        for half in along:
            del half_days[half]
        told.append(_difference(cell, pair, names, along=len(along)))
    told += _whole_days(half_days, names)
    yield from sorted(told, key=lambda d: (d.first_day, d.slot, d.kind))


def _whole_days(cells: dict[Cell, Pair], names: Names) -> Iterator[Difference]:
    """Both halves of a day at once where they change alike."""
    by_day: dict[date, list[Difference]] = defaultdict(list)
    for cell, pair in cells.items():
        by_day[cell[1]].append(_difference(cell, pair, names))
    for day, found in by_day.items():
        first = found[0]
        if len(found) == 2 and all(
            (d.before, d.after) == (first.before, first.after) for d in found
        ):
            yield Difference(first.kind, day, day, "", first.before, first.after)
        else:
            yield from found


def _difference(cell: Cell, pair: Pair, names: Names, *, along: int = 0) -> Difference:
    kind, _, slot, _ = cell
    first, last = _days(pair)
    return Difference(kind, first, last, slot, names.of(pair[0]), names.of(pair[1]), along)


def _days(pair: Pair) -> tuple[date, date]:
    rows = [row for row in pair if row is not None]
    return min(row.starts_on for row in rows), max(row.ends_on for row in rows)
