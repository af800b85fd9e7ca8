"""One person's published schedule: today, a week, a block, a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from people.models import Person, Program, Slot
from people.privacy import AbsenceReader
from scheduling.engine.academic_year import Span
from scheduling.models import AcademicYear, Assignment, Block, SpecialDay
from scheduling.queries.company import Company, companies
from scheduling.queries.entries import Entry, Leave, Plan

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LOOK_AHEAD = timedelta(days=35)
"""How far ahead the next duty and the next call are looked for."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a week or a block: its halves, and what begins in it and runs through the night."""

    on: date
    is_today: bool
    published: bool
    am: Entry | None
    pm: Entry | None
    night: tuple[Entry, ...]
    leave: Leave | None
    special: SpecialDay | None

    @property
    def half_days_planned(self) -> bool:
        """Calls of the year are planned before; they say nothing about the half-days."""
        return bool(self.am or self.pm or any(not entry.is_call for entry in self.night))

    @property
    def whole(self) -> Entry | None:
        """Both halves as one, when they are the same thing without a pause between."""
        one = list(joined(entry for entry in (self.am, self.pm) if entry))
        return one[0] if len(one) == 1 and self.am and self.pm else None

    @property
    def is_free(self) -> bool:
        """Planned, and without work."""
        halves = [entry for entry in (self.am, self.pm) if entry]
        return bool(halves) and not any(e.counts for e in (*halves, *self.night))


@dataclass(frozen=True, slots=True)
class Today:
    """A day in full; `now` and `next` only when it is the day that it is."""

    span: Span
    day: Day
    entries: tuple[Entry, ...]
    rotation: Entry | None
    block: Block | None
    now: Entry | None
    next: Entry | None
    tonight: tuple[Entry, ...]
    next_call: Entry | None
    company: Company
    """Of what is done now."""
    next_company: Company

    @property
    def published(self) -> bool:
        return self.day.published

    @property
    def half_days_planned(self) -> bool:
        return self.day.half_days_planned

    @property
    def week_of_block(self) -> int | None:
        return (self.day.on - self.block.starts_on).days // 7 + 1 if self.block else None


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    span: Span
    days: tuple[Day, ...]
    rotations: tuple[Entry, ...]

    @property
    def published(self) -> bool:
        return any(day.published for day in self.days)

    @property
    def half_days_planned(self) -> bool:
        return any(day.half_days_planned for day in self.days)

    @property
    def legend(self) -> tuple[Entry, ...]:
        return legend(self.days)


@dataclass(frozen=True, slots=True)
class BlockPage:
    """A block in calendar weeks; None stands for the days of its neighbors."""

    block: Block
    span: Span
    weeks: tuple[tuple[Day | None, ...], ...]
    rotations: tuple[Entry, ...]
    calls: int

    @property
    def days(self) -> tuple[Day, ...]:
        return tuple(day for week in self.weeks for day in week if day)

    @property
    def published(self) -> bool:
        return any(day.published for day in self.days)

    @property
    def half_days_planned(self) -> bool:
        return any(day.half_days_planned for day in self.days)

    @property
    def legend(self) -> tuple[Entry, ...]:
        return legend(self.days)


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in the year."""

    block: Block
    is_now: bool
    rotations: tuple[Entry, ...]
    leave: tuple[Leave, ...]
    calls: int
    activities: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CallCount:
    """How often one call comes in the year, and how often it has been done."""

    name: str
    total: int
    done: int
    weekend: int


@dataclass(frozen=True, slots=True)
class Year:
    """The blocks of an academic year, with what is counted over it."""

    academic_year: AcademicYear
    span: Span
    published: bool
    lines: tuple[BlockLine, ...]
    calls: tuple[CallCount, ...]
    leave: tuple[Leave, ...]
    before: AcademicYear | None = None
    after: AcademicYear | None = None


def my_day(
    person: Person, program: Program, *, on: date, reader: AbsenceReader, at: datetime
) -> Today:
    """One day from the end of the night before to the call of the night after."""
    plan = Plan(person, program, on - ONE_DAY, on + LOOK_AHEAD, reader=reader)
    timed = [entry for entry in plan.entries if entry.kind != Assignment.Kind.ROTATION]
    is_today = on == program.today(at)
    now, coming = (_running(timed, at), _coming(timed, at)) if is_today else (None, None)
    both = [entry for entry in (now, coming) if entry]
    company = dict(zip(both, companies(plan, both), strict=True))
    return Today(
        span=Span(on, on),
        day=_days(plan, [on], at)[0],
        entries=tuple(joined(_entries_of_day(timed, on))),
        rotation=plan.rotation_on(on),
        block=_block_on(program, on),
        now=now,
        next=coming,
        tonight=tuple(entry for entry in plan.calls() if entry.starts_on == on),
        next_call=next((c for c in plan.calls() if c.starts_on > on), None),
        company=company[now] if now else Company(),
        next_company=company[coming] if coming else Company(),
    )


def my_week(
    person: Person, program: Program, *, on: date, reader: AbsenceReader, at: datetime
) -> Week:
    """The week that holds the day."""
    monday = on - timedelta(days=on.isoweekday() - 1)
    span = Span(monday, monday + WEEK - ONE_DAY)
    plan = Plan(person, program, span.starts_on, span.ends_on, reader=reader)
    rotations = tuple(_stays(plan.rotations()))
    return Week(span=span, days=_days(plan, span.days(), at), rotations=rotations)


def my_block(
    person: Person, program: Program, *, on: date, reader: AbsenceReader, at: datetime
) -> BlockPage | None:
    """The block that holds the day; None when the calendar has none."""
    block = _block_on(program, on)
    if block is None:
        return None
    span = Span(block.starts_on, block.ends_on)
    plan = Plan(person, program, span.starts_on, span.ends_on, reader=reader)
    calls = [call for call in plan.calls() if span.holds(call.starts_on)]
    return BlockPage(
        block=block,
        span=span,
        weeks=tuple(_weeks(_days(plan, span.days(), at))),
        rotations=tuple(_stays(plan.rotations())),
        calls=len(calls),
    )


def my_year(
    person: Person, program: Program, *, on: date, reader: AbsenceReader, at: datetime
) -> Year | None:
    """The academic year that holds the day; None when the calendar has none."""
    years = list(AcademicYear.objects.filter(program=program).order_by("starts_on"))
    index = next((i for i, y in enumerate(years) if y.starts_on <= on <= y.ends_on), None)
    if index is None:
        return None
    year = years[index]
    span = Span(year.starts_on, year.ends_on)
    plan = Plan(person, program, span.starts_on, span.ends_on, reader=reader)
    blocks = list(Block.objects.filter(academic_year=year).order_by("number"))
    return Year(
        academic_year=year,
        span=span,
        published=bool(plan.versions),
        lines=tuple(_line(block, plan, program.today(at)) for block in blocks),
        calls=tuple(_call_counts(plan.calls(), at)),
        leave=plan.leave,
        before=years[index - 1] if index else None,
        after=years[index + 1] if index + 1 < len(years) else None,
    )


def legend(days: Iterable[Day]) -> tuple[Entry, ...]:
    """Each code that the days show, once, in the order of the alphabet."""
    shown = (e for day in days for e in (day.am, day.pm, *day.night) if e)
    return tuple(sorted({entry.code: entry for entry in shown}.values(), key=lambda e: e.code))


def joined(entries: Iterable[Entry]) -> Iterator[Entry]:
    """A morning and an afternoon of the same thing without a pause between are one."""
    held: Entry | None = None
    for entry in entries:
        if held and _continues(held, entry):
            held = replace(held, ends_at=entry.ends_at, slot="", rows=held.rows + entry.rows)
            continue
        if held:
            yield held
        held = entry
    if held:
        yield held


def _continues(first: Entry, second: Entry) -> bool:
    same = (first.kind, first.code, first.place, first.leave, first.timed) == (
        second.kind,
        second.code,
        second.place,
        second.leave,
        second.timed,
    )
    return same and first.starts_on == second.starts_on and first.ends_at == second.starts_at


def _stays(rotations: Iterable[Entry]) -> Iterator[Entry]:
    """A rotation that goes on in the next block, or in its other half, is one stay."""
    held: Entry | None = None
    for rotation in rotations:
        if held and held.code == rotation.code and held.ends_on + ONE_DAY == rotation.starts_on:
            held = replace(held, ends_on=rotation.ends_on, ends_at=rotation.ends_at)
            continue
        if held:
            yield held
        held = rotation
    if held:
        yield held


def _entries_of_day(entries: Iterable[Entry], on: date) -> list[Entry]:
    """Those of the day, and those of the day before that were not over at midnight."""
    return [e for e in entries if e.starts_on == on or (_reaches(e, on) and e.starts_on < on)]


def _reaches(entry: Entry, day: date) -> bool:
    return entry.overnight and entry.ends_at.date() >= day


def _running(entries: Sequence[Entry], at: datetime) -> Entry | None:
    """What is done at this moment; work before rest, and the call before what it interrupts."""
    running = [e for e in joined(entries) if e.starts_at <= at < e.ends_at]
    return min(running, key=lambda e: (not e.counts, not e.is_call, e.starts_at), default=None)


def _coming(entries: Iterable[Entry], at: datetime) -> Entry | None:
    """The next work."""
    return next(joined(e for e in entries if e.counts and e.starts_at > at), None)


def _days(plan: Plan, days: Iterable[date], at: datetime) -> tuple[Day, ...]:
    today = plan.program.today(at)
    halves = {(entry.starts_on, entry.slot): entry for entry in plan.half_days()}
    return tuple(_day(plan, day, halves, today) for day in days)


def _day(plan: Plan, on: date, halves: dict[tuple[date, str], Entry], today: date) -> Day:
    am, pm = halves.get((on, Slot.AM)), halves.get((on, Slot.PM))
    overnight = tuple(entry for entry in (am, pm) if entry and entry.overnight)
    calls = tuple(call for call in plan.calls() if call.starts_on == on)
    return Day(
        on=on,
        is_today=on == today,
        published=plan.is_published(on),
        am=None if am in overnight else am,
        pm=None if pm in overnight else pm,
        night=overnight + calls,
        leave=plan.leave_on(on, Slot.AM) or plan.leave_on(on, Slot.PM),
        special=plan.special_days.get(on),
    )


def _weeks(days: Sequence[Day]) -> Iterator[tuple[Day | None, ...]]:
    lead: list[Day | None] = [None] * (days[0].on.isoweekday() - 1)
    cells = [*lead, *days]
    cells += [None] * (-len(cells) % 7)
    for first in range(0, len(cells), 7):
        yield tuple(cells[first : first + 7])


def _block_on(program: Program, on: date) -> Block | None:
    blocks = Block.objects.filter(
        academic_year__program=program, starts_on__lte=on, ends_on__gte=on
    )
    return blocks.select_related("academic_year").first()


def _line(block: Block, plan: Plan, today: date) -> BlockLine:
    first, last = block.starts_on, block.ends_on
    rotations = tuple(r for r in plan.rotations() if r.starts_on <= last and first <= r.ends_on)
    half_days = [e for e in plan.half_days() if first <= e.starts_on <= last and e.counts]
    return BlockLine(
        block=block,
        is_now=block.holds(today),
        rotations=rotations,
        leave=tuple(leave for leave in plan.leave if leave.touches(first, last)),
        calls=sum(first <= call.starts_on <= last for call in plan.calls()),
        activities=() if rotations else tuple(Counter(e.code for e in half_days).most_common(4)),
    )


def _call_counts(calls: Sequence[Entry], at: datetime) -> Iterator[CallCount]:
    for name in dict.fromkeys(call.name for call in calls):
        mine = [call for call in calls if call.name == name]
        yield CallCount(
            name=name,
            total=len(mine),
            done=sum(call.ends_at <= at for call in mine),
            weekend=sum(call.starts_on.isoweekday() >= 6 for call in mine),
        )
