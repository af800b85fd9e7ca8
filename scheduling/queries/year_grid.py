"""The year as a grid: residents by blocks, with leave, with what is wrong, and with head counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from people.models import Absence, Enrolment
from scheduling.engine.academic_year import Block, Half, Span, rotation_halves, rotation_periods
from scheduling.models import (
    AcademicYear,
    Assignment,
    CurriculumItem,
    Rotation,
    RotationDemand,
    ScheduleVersion,
)
from scheduling.queries.faults import Fault, Place, Placed
from scheduling.queries.grid_menus import Menu, Option, codes_of, group_of, groups, menu
from scheduling.queries.year_shown import (
    Cell,
    Column,
    CountRow,
    Group,
    HeadCount,
    Piece,
    Row,
    YearGrid,
    piece_of,
)
from scheduling.queries.year_tallies import tallies

WIDEST = 2
"""A fault about more blocks than this is shown at the end of its person's row."""


class Stay(NamedTuple):
    """A row of assignments: somebody on a rotation, or (without one) on leave."""

    person: int
    rotation: int | None
    starts_on: date
    ends_on: date
    assignment: int | None = None

    def touches(self, days: Span) -> bool:
        return self.starts_on <= days.ends_on and days.starts_on <= self.ends_on


def year_grid(
    academic_year: AcademicYear,
    version: ScheduleVersion | None,
    *,
    faults: Iterable[Fault],
    today: date,
    asked: Mapping[str, str] | None = None,
) -> YearGrid:
    """The grid of a version, or of a year that has none. Six queries, however many residents.

    `asked` narrows what is shown; head counts stay those of everybody.
    """
    return _Year(academic_year, version, faults, today, asked or {}).grid()


class _Year:
    """The rows behind a grid, read once."""

    def __init__(
        self,
        academic_year: AcademicYear,
        version: ScheduleVersion | None,
        faults: Iterable[Fault],
        today: date,
        asked: Mapping[str, str],
    ) -> None:
        self.year, self.today = academic_year, today
        calendar = academic_year.program.block_calendar
        self.periods = rotation_periods(academic_year.year, calendar)
        self.halves = _by_block(rotation_halves(academic_year.year, calendar))
        self._halves_in: dict[tuple[date, date], list[Half]] = {}
        self.enrolments = _residents(academic_year)
        self.rotations = Rotation.objects.filter(program=academic_year.program).in_bulk()
        self.curriculum = list(
            CurriculumItem.objects.filter(
                program=academic_year.program, academic_year=academic_year.year
            )
        )
        self.stays = _by_person(_stays(version))
        self.away = _by_person(_away(academic_year, [e.person_id for e in self.enrolments]))
        self.menus = {each.name: each for each in self._menus(asked)}
        self.placed = Placed(
            faults,
            [(period.starts_on, period.ends_on) for period in self.periods],
            [enrolment.person_id for enrolment in self.enrolments],
            widest=WIDEST,
        )

    def grid(self) -> YearGrid:
        return YearGrid(
            menus=tuple(self.menus.values()),
            columns=tuple(self._column(i, period) for i, period in enumerate(self.periods)),
            groups=tuple(self._groups()),
            leave_granted=self.year.program.leave_weeks_per_year,
            counts=tuple(self._counts()),
            legend=tuple(piece_of(rotation) for rotation in self.used),
            faults=self.placed.listed(),
            is_empty=not self.used,
        )

    @cached_property
    def used(self) -> list[Rotation]:
        """Rotations that somebody is on, in the order of their codes."""
        used = {s.rotation for stays in self.stays.values() for s in stays if s.rotation}
        return sorted((self.rotations[pk] for pk in used), key=lambda rotation: rotation.code)

    def _menus(self, asked: Mapping[str, str]) -> Iterator[Menu]:
        in_order = sorted(self.enrolments, key=lambda enrolment: -(enrolment.pgy or 0))
        yield menu("pgy", "Group", groups(in_order), asked)
        yield menu("rotation", "Rotation", (Option(r.code, r.code) for r in self.used), asked)

    def _column(self, index: int, period: Block) -> Column:
        return Column(
            number=period.number,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            is_now=period.holds(self.today),
            mark=self.placed.mark(column=index),
            anchor=Place(column=index).anchor,
        )

    # Residents

    def _groups(self) -> Iterator[Group]:
        shown = [enrolment for enrolment in self.enrolments if self._is_shown(enrolment)]
        for pgy in sorted({e.pgy or 0 for e in shown}, reverse=True):
            rows = (self._row(e) for e in shown if e.pgy == pgy)
            yield Group(f"PGY-{pgy}", tuple(rows))

    def _is_shown(self, enrolment: Enrolment) -> bool:
        group, code = self.menus["pgy"].chosen, self.menus["rotation"].chosen
        done = (self.rotations[s.rotation] for s in self.stays[enrolment.person_id] if s.rotation)
        return group in ("", group_of(enrolment).value) and (
            not code or any(code in codes_of(rotation, self.rotations) for rotation in done)
        )

    def _row(self, enrolment: Enrolment) -> Row:
        person = enrolment.person_id
        return Row(
            person=person,
            name=enrolment.person.roster_name,
            track=enrolment.track,
            cells=tuple(self._cell(person, i, period) for i, period in enumerate(self.periods)),
            tallies=tallies(enrolment, self._done(person), self.curriculum, self.rotations),
            leave_weeks=sum(stay.rotation is None for stay in self.stays[person]),
            mark=self.placed.mark(person=person),
            anchor=Place(person).anchor,
        )

    def _cell(self, person: int, index: int, period: Block) -> Cell:
        stays = [stay for stay in self.stays[person] if stay.touches(period)]
        leave = [stay for stay in stays if stay.rotation is None]
        leave += [stay for stay in self.away[person] if stay.touches(period)]
        return Cell(
            path=f"{person}/{period.number}/0",
            pieces=tuple(self._piece(stay, period) for stay in stays if stay.rotation),
            leave=", ".join(_days(stay) for stay in sorted(leave, key=lambda s: s.starts_on)),
            is_now=period.holds(self.today),
            mark=self.placed.mark(person=person, column=index),
            anchor=Place(person, index).anchor,
        )

    def _done(self, person: int) -> Iterator[tuple[Rotation, Sequence[int]]]:
        """Rotations of the year, each with what is done of it in the halves of its block."""
        for stay in self.stays[person]:
            if stay.rotation:
                parts = [self._done_in(stay.rotation, half) for half in self._halves_of(stay)]
                yield self.rotations[stay.rotation], parts

    def _piece(self, stay: Stay, period: Block) -> Piece:
        """Half 0 is the whole block."""
        half = 0
        if stay.starts_on > period.starts_on or stay.ends_on < period.ends_on:
            half = next(h.number for h in self.halves[period.number] if stay.touches(h))
        return replace(
            piece_of(self.rotations[stay.rotation or 0]),
            assignment=stay.assignment,
            path=f"{stay.person}/{period.number}/{half}",
        )

    # Head counts

    def _counts(self) -> Iterator[CountRow]:
        present = self._present()
        demands = _demands(self.year)
        for rotation in sorted(self.rotations.values(), key=lambda rotation: rotation.code):
            asked, there = demands[rotation.pk], present[rotation.pk]
            if asked or there:
                cells = (self._head_count(there, asked, period) for period in self.periods)
                asks = tuple(_asks(demand) for demand in asked)
                yield CountRow(piece_of(rotation), asks, tuple(cells))

    def _present(self) -> dict[int, Counter[tuple[int, int | None]]]:
        """By rotation, how many residents of each PGY there are in each half of the year.

        A rotation made of two others counts for each of them in its half.
        """
        found: dict[int, Counter[tuple[int, int | None]]] = defaultdict(Counter)
        for enrolment in self.enrolments:
            for stay in self.stays[enrolment.person_id]:
                for half in self._halves_of(stay):
                    done = self._done_in(stay.rotation, half)
                    found[done].update([(half.index, None), (half.index, enrolment.pgy)])
        return found

    def _halves_of(self, stay: Stay) -> list[Half]:
        """Of a rotation; many have the same days."""
        if stay.rotation is None:
            return []
        days = (stay.starts_on, stay.ends_on)
        if days not in self._halves_in:
            halves = [half for block in self.halves.values() for half in block]
            self._halves_in[days] = [half for half in halves if stay.touches(half)]
        return self._halves_in[days]

    def _done_in(self, rotation: int | None, half: Half) -> int:
        made_of = self.rotations[rotation or 0]
        part = made_of.first_half_id if half.number == 1 else made_of.second_half_id
        return part or made_of.pk

    def _head_count(
        self,
        present: Counter[tuple[int, int | None]],
        asked: Sequence[RotationDemand],
        period: Block,
    ) -> HeadCount:
        halves = [half.index for half in self.halves[period.number]]
        counts = [present[index, None] for index in halves]
        wrong = any(not _meets(d, present[index, d.pgy]) for d in asked for index in halves)
        shown = counts if len(set(counts)) > 1 else counts[:1]
        text = " | ".join(str(count) for count in shown) if wrong or any(counts) else ""
        style = "is-hard" if wrong else ""
        return HeadCount(text, style, period.holds(self.today))


def _residents(academic_year: AcademicYear) -> list[Enrolment]:
    rows = Enrolment.objects.in_year(academic_year.year).filter(
        program=academic_year.program, position=Enrolment.Position.RESIDENT
    )
    ordered = rows.select_related("person").order_by(
        "person__last_name", "person__first_name", "person"
    )
    return list(ordered)


def _stays(version: ScheduleVersion | None) -> Iterator[Stay]:
    rows = Assignment.objects.filter(
        Q(kind=Assignment.Kind.ROTATION) | Q(kind=Assignment.Kind.LEAVE), version=version
    )
    columns = rows.order_by("starts_on", "pk").values_list(
        "person_id", "rotation_id", "starts_on", "ends_on", "pk"
    )
    yield from (Stay(*row) for row in columns)


def _away(academic_year: AcademicYear, people: Sequence[int]) -> Iterator[Stay]:
    """Approved absences, but for those that the plan made: the version has its own leave."""
    rows = Absence.objects.approved().filter(person__in=people)
    planned = Q(program=academic_year.program, source=Absence.Source.PLAN)
    touching = rows.filter(~planned).overlapping(academic_year.starts_on, academic_year.ends_on)
    for person, starts_on, ends_on in touching.order_by("starts_on", "pk").values_list(
        "person_id", "starts_on", "ends_on"
    ):
        yield Stay(person, None, starts_on, ends_on)


def _demands(academic_year: AcademicYear) -> dict[int, list[RotationDemand]]:
    found: dict[int, list[RotationDemand]] = defaultdict(list)
    for row in RotationDemand.objects.filter(rotation__program=academic_year.program):
        found[row.rotation_id].append(row)
    return found


def _meets(demand: RotationDemand, count: int) -> bool:
    return demand.minimum <= count and (demand.maximum is None or count <= demand.maximum)


def _by_person(stays: Iterable[Stay]) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        found[stay.person].append(stay)
    return found


def _by_block(halves: Iterable[Half]) -> dict[int, list[Half]]:
    found: dict[int, list[Half]] = defaultdict(list)
    for half in halves:
        found[half.block].append(half)
    return found


def _days(stay: Stay) -> str:
    first, last = stay.starts_on, stay.ends_on
    if first == last:
        return f"{first:%b} {first.day}"
    return f"{first:%b} {first.day} to {last:%b} {last.day}"


def _asks(demand: RotationDemand) -> str:
    most = demand.maximum
    if most is None:
        numbers = f"{demand.minimum} or more"
    elif most == demand.minimum:
        numbers = str(most)
    else:
        numbers = f"{demand.minimum} to {most}"
    return f"{numbers} PGY-{demand.pgy}" if demand.pgy else numbers
