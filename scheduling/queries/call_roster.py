"""The call roster of a month: what was published, what overrides it since, and what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from people.models import Slot
from scheduling.engine.academic_year import Block, rotation_periods, weeks
from scheduling.models import AcademicYear, CallType, ScheduleVersion, SpecialDay
from scheduling.queries.block_rows import BlockRows
from scheduling.queries.call_layers import Layer, layers_of


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a call."""

    name: str
    place: str
    """The end of the address at which it is changed."""
    override: bool
    """Not as it was published: the layer above."""
    away: bool
    """By an approved absence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A call of a night."""

    code: str
    name: str
    place: str
    """The same for one more."""
    holders: tuple[Holder, ...]
    replaced: tuple[str, ...]
    """Who had it as published: the layer below."""
    why: str
    """How it changed since it was published, by whom and when."""
    reason: str
    """In somebody's words; for those who plan."""
    missing: int


@dataclass(frozen=True, slots=True)
class Night:
    """A day of the month, with its calls; other months' days are there to fill the week."""

    on: date
    in_month: bool
    is_now: bool
    special: SpecialDay | None
    block: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CallRoster:
    """A month in weeks from Monday to Sunday."""

    first: date
    last: date
    known: bool
    """Whether there is a version; without one no call is open."""
    weeks: tuple[tuple[Night, ...], ...]
    gaps: int
    overrides: int

    @property
    def nights(self) -> tuple[Night, ...]:
        return tuple(night for week in self.weeks for night in week if night.in_month)

    @property
    def before(self) -> date:
        """A day of the month before."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)


def call_roster(
    year: AcademicYear, month: date, version: ScheduleVersion | None, *, today: date
) -> CallRoster:
    """Nine queries, however many nights. `month` is any day of it."""
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    within = Block(max(first, year.starts_on), min(last, year.ends_on), 0)
    return _Roster(BlockRows(year, within, version), first, last, today).roster()


class _Roster:
    def __init__(self, rows: BlockRows, first: date, last: date, today: date) -> None:
        self.rows, self.first, self.last, self.today = rows, first, last, today
        versions = [rows.version] if rows.version else []
        self.layers = layers_of(versions, rows.period.starts_on, rows.period.ends_on)
        self.blocks = rotation_periods(rows.year.year, rows.program.block_calendar)

    def roster(self) -> CallRoster:
        found = tuple(
            tuple(self._night(day) for day in week.days()) for week in weeks(self.first, self.last)
        )
        cells = [cell for week in found for night in week for cell in night.cells]
        return CallRoster(
            first=self.first,
            last=self.last,
            known=self.rows.version is not None,
            weeks=found,
            gaps=sum(cell.missing for cell in cells),
            overrides=sum(bool(cell.why) for cell in cells),
        )

    def _night(self, day: date) -> Night:
        known = self.first <= day <= self.last and self.rows.period.holds(day)
        block = next((block for block in self.blocks if block.holds(day)), None)
        return Night(
            on=day,
            in_month=self.first <= day <= self.last,
            is_now=day == self.today,
            special=self.rows.special_days.get(day),
            block=block.number if block else 0,
            cells=tuple(self._cells(day, block)) if known and block else (),
        )

    def _cells(self, day: date, block: Block) -> Iterator[Cell]:
        index = (day - block.starts_on).days
        for call_type in self.rows.call_types:
            people = self.rows.calls.get((call_type.pk, day), [])
            needed = self.rows.needed(call_type, day)
            if people or needed:
                place = f"call/{call_type.pk}/{index}"
                yield self._cell(call_type, day, place, people, max(0, needed - len(people)))

    def _cell(
        self, call_type: CallType, day: date, place: str, people: list[int], missing: int
    ) -> Cell:
        layer = self.layers.get((call_type.pk, day), Layer())
        return Cell(
            code=call_type.code,
            name=call_type.name,
            place=f"{place}/0",
            holders=tuple(self._holder(day, f"{place}/{p}", p, layer) for p in people),
            replaced=tuple(self.rows.names.get(person, "somebody else") for person in layer.went),
            why=layer.words,
            reason=layer.reason,
            missing=missing,
        )

    def _holder(self, day: date, place: str, person: int, layer: Layer) -> Holder:
        return Holder(
            name=self.rows.names.get(person, "somebody else"),
            place=place,
            override=person in layer.came,
            away=(person, day, Slot.PM) in self.rows.away,
        )
