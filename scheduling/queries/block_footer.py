"""The foot of a block's grid: clinic by type, attendings needed and there, procedures, rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduling.engine.rules.supervision import ATTENDING
from scheduling.models import Activity
from scheduling.queries.block_needs import PROCEDURE, AttendingTime, BlockNeeds
from scheduling.queries.block_rows import BlockRows, HalfDay
from scheduling.queries.entries import activity_style

CLINIC = Activity.Kind.CLINIC
PlaceName = str


@dataclass(frozen=True, slots=True)
class FootCell:
    """A number of a half-day; nothing where there is nothing to count."""

    text: str
    style: str
    title: str = ""
    """Whom it counts, or what is wrong."""


@dataclass(frozen=True, slots=True)
class FootRow:
    """A line of numbers below the grid."""

    title: str
    cells: tuple[FootCell, ...]
    swatch: str = ""
    """The class of an activity's color, where the line is about one."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a half-day of a line shows."""

    text: str = ""
    short: bool = False
    title: str = ""


Line = Callable[[HalfDay], Count]


def footer(
    rows: BlockRows, needs: BlockNeeds, half_days: Sequence[HalfDay], styles: Sequence[str]
) -> tuple[FootRow, ...]:
    """The lines of the foot, whose cells have the styles of their columns."""

    def row(title: str, line: Line, swatch: str = "") -> FootRow:
        found = ((line(at), style) for at, style in zip(half_days, styles, strict=True))
        cells = (
            FootCell(count.text, f"{style} is-hard" if count.short else style, count.title)
            for count, style in found
        )
        return FootRow(title, tuple(cells), swatch)

    lines = _Lines(rows, needs)
    return tuple(row(*line) for line in lines.all())


class _Lines:
    """The lines in their order; each says what a half-day shows."""

    def __init__(self, rows: BlockRows, needs: BlockNeeds) -> None:
        self.rows, self.needs = rows, needs
        self.done: dict[int, dict[HalfDay, list[int]]] = defaultdict(lambda: defaultdict(list))
        for (person, day, slot), row in rows.present.items():
            self.done[row.activity][day, slot].append(person)
        self.pgys = {enrolment.person_id: enrolment.pgy for enrolment in rows.enrolments}

    def all(self) -> Iterator[tuple[str, Line] | tuple[str, Line, str]]:
        yield from self._clinic()
        yield from self._attendings()
        yield from self._procedures()
        yield from self._rooms()

    def _of_kind(self, kind: str) -> list[Activity]:
        """What is done in this block, in the order of codes."""
        used = (self.rows.activities[pk] for pk in self.done if pk)
        return sorted((a for a in used if a.kind == kind), key=lambda activity: activity.code)

    def _clinic(self) -> Iterator[tuple[str, Line] | tuple[str, Line, str]]:
        clinics = self._of_kind(CLINIC)
        if not clinics:
            return
        yield "In clinic", self._people(clinics, lambda pgy: True)
        for activity in clinics if len(clinics) > 1 else ():
            line = self._people([activity], lambda pgy: True)
            yield activity.code, line, activity_style(activity.pk)
        yield "Interns in clinic", self._people(clinics, lambda pgy: pgy == 1)
        yield "Residents in clinic", self._people(clinics, lambda pgy: (pgy or 0) > 1)

    def _people(self, activities: Iterable[Activity], counts: Callable[[int | None], bool]) -> Line:
        done = [self.done[activity.pk] for activity in activities]

        def line(at: HalfDay) -> Count:
            people = [p for of in done for p in of.get(at, ()) if counts(self.pgys.get(p))]
            return Count(_number(len(people)), title=self._names(people))

        return line

    def _names(self, people: Iterable[int]) -> str:
        return ", ".join(sorted(self.rows.names.get(person, "somebody else") for person in people))

    def _attendings(self) -> Iterator[tuple[str, Line]]:
        time = self.needs.attendings
        if time is None:
            return
        supervising = [a for a in self.rows.activities.values() if a.supervises]
        there = self._people(supervising, lambda pgy: True)
        yield "Attendings needed", lambda at: Count(_number(_needed(time.get(at, {}))))
        yield "Attendings assigned", lambda at: _present(time.get(at, {}), there(at).title)

    def _procedures(self) -> Iterator[tuple[str, Line, str]]:
        for activity in self._of_kind(PROCEDURE):
            line = self._with_clashes(self._people([activity], lambda pgy: True))
            yield activity.code, line, activity_style(activity.pk)

    def _with_clashes(self, people: Line) -> Line:
        def line(at: HalfDay) -> Count:
            count, wrong = people(at), self.needs.clashes.get(at, ())
            if not count.text:
                return count
            return Count(count.text, bool(wrong), "\n".join((count.title, *wrong)))

        return line

    def _rooms(self) -> Iterator[tuple[str, Line]]:
        for site in self.rows.sites:
            takes = [
                a for a in self.rows.activities.values() if a.place_id == site.pk and a.room_units
            ]
            yield f"Rooms, {site.code} (of {site.rooms})", self._rooms_used(takes, site.rooms or 0)

    def _rooms_used(self, activities: Sequence[Activity], most: int) -> Line:
        def line(at: HalfDay) -> Count:
            used = sum(_units(a, len(self.done[a.pk].get(at, ()))) for a in activities)
            return Count(_number(used), used > most)

        return line


def _units(activity: Activity, people: int) -> int:
    """What takes its rooms once takes them however many people do it."""
    return activity.room_units * (min(people, 1) if activity.room_once else people)


def _needed(places: Mapping[PlaceName, AttendingTime]) -> int:
    return sum(time.attendings for time in places.values())


def _present(places: Mapping[PlaceName, AttendingTime], names: str) -> Count:
    there = sum(time.present for time in places.values()) // ATTENDING
    short = [
        f"{place or 'No place'}: {time.attendings} needed, {time.present // ATTENDING} there."
        for place, time in places.items()
        if time.present < time.needed
    ]
    text = str(there) if there or short else ""
    return Count(text, bool(short), "\n".join(filter(None, (names, *short))))


def _number(count: int) -> str:
    return str(count) if count else ""
