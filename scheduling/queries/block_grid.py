"""A block as a grid: people by half-days, call on top, needs and supply of each half-day below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from people.models import SLOTS, Enrolment, Slot
from scheduling.bridge.rules import rules_of_year
from scheduling.engine.academic_year import rotation_periods
from scheduling.models import AcademicYear, Activity, CallType, ScheduleVersion
from scheduling.queries.block_footer import FootRow, footer
from scheduling.queries.block_menus import WEEK, BlockMenus, Week
from scheduling.queries.block_needs import BlockNeeds
from scheduling.queries.block_rows import BlockRows, HalfDay, HalfDayRow
from scheduling.queries.entries import activity_style
from scheduling.queries.faults import Fault, FaultList, Mark, Place, Placed
from scheduling.queries.grid_menus import Menu, group_of
from scheduling.queries.year_shown import Piece, piece_of

WIDEST = 2
"""A fault about more days than this is shown at the end of its person's row."""

SOURCES = {"manual": "By hand.", "import": "Imported."}
REST = (Activity.Kind.OFF, Activity.Kind.HOLIDAY)
SHORT_CODE = 3
"""A longer code needs smaller letters to fit its half-day."""
BEGINS_WEEK = "begins-week"


@dataclass(frozen=True, slots=True)
class Day:
    """A day, which is two columns."""

    on: date
    style: str
    note: str
    """The name of a holiday or another special day."""
    mark: Mark | None
    anchor: str

    @property
    def title(self) -> str:
        found = self.mark.text if self.mark else ""
        return "\n".join(filter(None, (self.note, found)))


class Named(NamedTuple):
    """Somebody who has a call, and the assignment that says so."""

    person: int
    name: str
    assignment: int


@dataclass(frozen=True, slots=True)
class CallCell:
    """Who has a call on a night; `missing` people are still to be found."""

    path: str
    """Where it is changed, below the page of the grid and the version."""
    names: tuple[Named, ...]
    missing: int
    style: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line of the call roster."""

    code: str
    name: str
    cells: tuple[CallCell, ...]


class Cell(NamedTuple):
    """A half-day of a person, ready for the page: it is there two thousand times."""

    path: str
    code: str
    style: str
    title: str
    anchor: str
    assignment: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person's block."""

    person: int
    name: str
    rotations: tuple[Piece, ...]
    cells: tuple[Cell, ...]
    mark: Mark | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """The residents of one PGY, or the faculty."""

    title: str
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class BlockGrid:
    """All that the page of a block needs."""

    number: int
    starts_on: date
    ends_on: date
    before: int | None
    after: int | None
    menus: tuple[Menu, ...]
    weeks: tuple[Week, ...]
    days: tuple[Day, ...]
    calls: tuple[CallRow, ...]
    groups: tuple[Group, ...]
    footer: tuple[FootRow, ...]
    rotations: tuple[Piece, ...]
    activities: tuple[Piece, ...]
    faults: FaultList
    is_empty: bool
    has_rotations: bool

    @property
    def half_days(self) -> int:
        return 2 * len(self.days)

    @property
    def width(self) -> int:
        """The columns of the table: the name, the rotation, the half-days, the row's findings."""
        return self.half_days + 3


def block_grid(
    academic_year: AcademicYear,
    number: int,
    version: ScheduleVersion | None,
    *,
    faults: Iterable[Fault],
    today: date,
    asked: Mapping[str, str] | None = None,
) -> BlockGrid | None:
    """The grid of a block, or None when the year has none with this number.

    Block 0 is shown with block 1, where its rotations are placed. `asked` narrows what is shown;
    what is counted below stays everybody's. Thirteen queries, however many people.
    """
    periods = rotation_periods(academic_year.year, academic_year.program.block_calendar)
    period = next((p for p in periods if p.number == number), None)
    if period is None:
        return None
    rows = BlockRows(academic_year, period, version)
    return _Grid(rows, BlockMenus(rows, asked or {}), faults, today).grid(
        [p.number for p in periods]
    )


class _Column(NamedTuple):
    """A half-day: the place of its day among those shown, its own number in the block, its style."""

    place: int
    day: date
    slot: str
    number: int
    style: str


class _Grid:
    """Lays the rows of a block out."""

    def __init__(
        self, rows: BlockRows, menus: BlockMenus, faults: Iterable[Fault], today: date
    ) -> None:
        self.rows, self.period, self.today = rows, rows.period, today
        self.menus, self.days = menus, menus.days
        self.placed = Placed(
            (fault for fault in faults if fault.first_day is not None),
            [(day, day) for day in self.days],
            [enrolment.person_id for enrolment in rows.enrolments],
            widest=WIDEST,
        )
        self.day_styles = {day: self._day_style(day) for day in self.days}
        self.half_styles: dict[HalfDay, str] = {
            (day, slot): self._half_style(day, slot) for day in self.days for slot in SLOTS
        }

        self.columns = [
            _Column(place, day, slot, 2 * self._index(day) + half, self.half_styles[day, slot])
            for place, day in enumerate(self.days)
            for half, slot in enumerate(SLOTS)
        ]

    def grid(self, numbers: Sequence[int]) -> BlockGrid:
        here = numbers.index(self.period.number)
        rows, menus = self.rows, self.menus
        return BlockGrid(
            number=self.period.number,
            starts_on=self.period.starts_on,
            ends_on=self.period.ends_on,
            before=numbers[here - 1] if here else None,
            after=numbers[here + 1] if here + 1 < len(numbers) else None,
            menus=menus.menus,
            weeks=menus.weeks,
            days=tuple(self._day(i, day) for i, day in enumerate(self.days)),
            calls=tuple(self._call_row(call_type) for call_type in rows.call_types),
            groups=tuple(self._groups()),
            footer=self._footer() if rows.half_days else (),
            rotations=tuple(piece_of(rotation) for rotation in menus.rotations),
            activities=tuple(_piece(activity) for activity in menus.activities),
            faults=self.placed.listed(),
            is_empty=not rows.half_days,
            has_rotations=any(s.rotation for stays in rows.stays.values() for s in stays),
        )

    def _footer(self) -> tuple[FootRow, ...]:
        needs = BlockNeeds(self.rows, rules_of_year(self.rows.year, self.today))
        return footer(self.rows, needs, list(self.half_styles), list(self.half_styles.values()))

    # Days

    def _day(self, index: int, day: date) -> Day:
        special = self.rows.special_days.get(day)
        return Day(
            on=day,
            style=self.day_styles[day],
            note=special.name if special else "",
            mark=self.placed.mark(column=index),
            anchor=Place(column=index).anchor,
        )

    def _day_style(self, day: date) -> str:
        """Weekend, holiday, today, and where a week begins."""
        styles = {
            "is-weekend": day.isoweekday() >= 6,
            "is-holiday": day in self.rows.special_days,
            "is-now": day == self.today,
            BEGINS_WEEK: (day - self.period.day_one).days % WEEK == 0,
        }
        return " ".join(style for style, holds in styles.items() if holds)

    def _half_style(self, day: date, slot: str) -> str:
        style = self.day_styles[day]
        return style if slot == Slot.AM else f"{style.removesuffix(BEGINS_WEEK)} is-pm".strip()

    # Call

    def _call_row(self, call_type: CallType) -> CallRow:
        cells = (self._call_cell(call_type, day) for day in self.days)
        return CallRow(call_type.code, call_type.name, tuple(cells))

    def _call_cell(self, call_type: CallType, night: date) -> CallCell:
        people = self.rows.calls.get((call_type.pk, night), ())
        missing = max(0, self.rows.needed(call_type, night) - len(people))
        style = f"{self.day_styles[night]} {'is-hard' if missing else ''}".strip()
        assigned = self.rows.call_assignments
        names = (
            Named(person, self.rows.names[person], assigned[call_type.pk, night, person])
            for person in people
        )
        path = f"call/{call_type.pk}/{self._index(night)}"
        return CallCell(path, tuple(names), missing, style)

    def _index(self, day: date) -> int:
        """Its place in the block, whatever part of that is shown."""
        return (day - self.period.starts_on).days

    # People

    def _groups(self) -> Iterator[Group]:
        members: dict[str, list[Enrolment]] = defaultdict(list)
        for enrolment in filter(self.menus.shows, self.rows.enrolments):
            members[group_of(enrolment).label].append(enrolment)
        for title, enrolments in members.items():
            yield Group(title, tuple(self._person(enrolment) for enrolment in enrolments))

    def _person(self, enrolment: Enrolment) -> PersonRow:
        person = enrolment.person_id
        return PersonRow(
            person=person,
            name=enrolment.person.roster_name,
            rotations=tuple(self._rotations(enrolment)),
            cells=tuple(self._cell(person, column) for column in self.columns),
            mark=self.placed.mark(person=person),
            anchor=Place(person).anchor,
        )

    def _rotations(self, enrolment: Enrolment) -> Iterator[Piece]:
        if enrolment.position == Enrolment.Position.FACULTY:
            role = enrolment.get_faculty_role_display().capitalize()
            yield Piece(role, role, "is-plain")
        for stay in self.rows.stays.get(enrolment.person_id, ()):
            if stay.rotation is not None:
                yield self.rows.rotation(stay.rotation)

    def _cell(self, person: int, column: _Column) -> Cell:
        index, day, slot = column.place, column.day, column.slot
        row = self.rows.half_days.get((person, day, slot))
        is_away = (person, day, slot) in self.rows.away
        mark = self.placed.mark(person=person, column=index)
        styles = [column.style]
        code = ""
        notes: list[str] = []
        if row is not None:
            code, notes = self._planned(row, styles)
        elif is_away:
            code = "LV"
            styles.append("is-leave")
        if is_away and row is not None and row.activity in self.rows.working:
            styles.append("is-away")
            notes.append("Away by an absence approved since.")
        if slot == Slot.PM and (person, day) in self.rows.on_call:
            styles.append("has-call")
            notes.append(f"{self.rows.on_call[person, day]} call tonight.")
        anchor = ""
        if mark is not None:
            styles.append(mark.style)
            anchor = Place(person, index).anchor if slot == Slot.AM else ""
            notes += mark.messages
        if len(code) > SHORT_CODE:
            styles.append("is-long")
        return Cell(
            path=f"{person}/{column.number}",
            code=code,
            style=" ".join(filter(None, styles)),
            title="\n".join(notes),
            anchor=anchor,
            assignment=row.assignment if row else None,
        )

    def _planned(self, row: HalfDayRow, styles: list[str]) -> tuple[str, list[str]]:
        activity = self.rows.activities[row.activity]
        styles.append(activity_style(activity.pk))
        if activity.kind in REST:
            styles.append("is-rest")
        notes = []
        if row.source in SOURCES:
            styles.append(f"is-{row.source}")
            notes.append(SOURCES[row.source])
        if row.locked:
            styles.append("is-locked")
            notes.append(f"Locked: {row.lock_reason}")
        return activity.code, notes


def _piece(activity: Activity) -> Piece:
    return Piece(activity.code, activity.name, activity_style(activity.pk))
