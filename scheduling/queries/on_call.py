"""Who is on call, now or on a day; the gaps too, because a gap that is hidden hurts somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext

from people.models import Absence, Program
from scheduling.bridge.duties import clock
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment, CallType, ScheduleVersion, SpecialDay
from scheduling.models.demand_change import people_needed
from scheduling.queries.call_layers import Layer, layers_of
from scheduling.queries.published import (
    demand_changes_between,
    published_between,
    special_days_between,
)

ONE_DAY = timedelta(days=1)
LONGEST_CALL = timedelta(days=7)
"""How early a call may have begun that still runs; by hand, one may last a weekend."""

AT_ONCE = timedelta(days=36)
"""What is read where calls are read once: four weeks, and what fills the first and the last."""

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class OnCall:
    """One person's call at its real times; without a person, a time that nobody covers."""

    code: str
    name: str
    kind: str
    night: date
    starts_at: datetime
    ends_at: datetime
    person_id: int | None = None
    roster_name: str = ""
    phone: str = ""
    away: bool = False
    """The person has an approved absence that touches this time."""
    staff: str = ""
    """Whose call it is: residents' or the faculty's."""
    override: bool = False
    """The person has it by a change since it was published: the layer above the rotation."""
    instead_of: tuple[str, ...] = ()
    """Who had it as published: the layer below."""

    @property
    def is_gap(self) -> bool:
        return self.person_id is None

    @property
    def kind_words(self) -> str:
        return gettext(str(CallType.Kind(self.kind).label))


@dataclass(frozen=True, slots=True)
class Step:
    """Whom to call at once, and after whom: the order in which the program lists its calls."""

    number: int
    name: str
    calls: tuple[OnCall, ...]


def escalation(calls: Iterable[OnCall]) -> tuple[Step, ...]:
    """Calls come in the order of the program's roster; those of one line are called together."""
    by_line: dict[str, list[OnCall]] = {}
    for call in calls:
        by_line.setdefault(call.code, []).append(call)
    return tuple(
        Step(number, mine[0].name, tuple(mine))
        for number, mine in enumerate(by_line.values(), start=1)
    )


def who_is_on_call(program: Program, at: datetime, *, with_phones: bool = False) -> list[OnCall]:
    """Everybody whose call runs at this moment, and every call that should have somebody.

    At three in the morning that is the night that began yesterday. By day the list may be empty:
    no call is due then. For days of which nothing is published no call is due either.
    Telephone numbers are left out unless asked for.
    """
    running, _ = on_call_now_and_later(program, at, with_phones=with_phones)
    return running


def on_call_now_and_later(
    program: Program, at: datetime, *, with_phones: bool = False
) -> tuple[list[OnCall], list[OnCall]]:
    """Who is on call, and whose call begins later on the same day."""
    today = program.today(at)
    found = _roster(program, (today - ONE_DAY, today), with_phones=with_phones)
    running = [entry for entry in found if _utc(entry.starts_at) <= at < _utc(entry.ends_at)]
    later = [entry for entry in found if entry.night == today and _utc(entry.starts_at) > at]
    return running, later


def on_call_of_day(program: Program, day: date, *, with_phones: bool = False) -> list[OnCall]:
    """The calls that begin on this day, gaps included, in the order of the roster."""
    return [e for e in _roster(program, (day,), with_phones=with_phones) if e.night == day]


def on_call_between(program: Program, first: date, last: date) -> list[OnCall]:
    """The calls of all these nights, gaps included. Six queries, however many nights."""
    nights = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [e for e in _roster(program, nights, with_phones=False) if first <= e.night <= last]


@dataclass(frozen=True, slots=True)
class _Read:
    """The calls of a program between two days, as they were read."""

    first: date
    last: date
    calls: list[OnCall]


_read: ContextVar[dict[int, _Read] | None] = ContextVar("calls_read_once", default=None)


@contextmanager
def calls_read_once() -> Iterator[None]:
    """Within it, the calls of a program are read once: for a page that looks at them several times."""
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def _roster(program: Program, nights: Sequence[date], *, with_phones: bool) -> list[OnCall]:
    """With calls of some more nights, perhaps."""
    known = _read.get()
    if known is None or with_phones:
        return _roster_of(program, nights, with_phones=with_phones)
    found = known.get(program.pk)
    if found is None or nights[0] < found.first or found.last < nights[-1]:
        first, last = nights[0] - ONE_DAY, max(nights[-1], nights[0] + AT_ONCE)
        calls = _roster_of(program, list(Span(first, last).days()), with_phones=False)
        found = known[program.pk] = _Read(first, last, calls)
    return found.calls


def _roster_of(program: Program, nights: Sequence[date], *, with_phones: bool) -> list[OnCall]:
    types = list(CallType.objects.filter(program=program).order_by("position", "code"))
    holidays = special_days_between(program, nights[0], nights[-1])
    changes = demand_changes_between(program, nights[0], nights[-1])
    versions = published_between(program, nights[0], nights[-1])
    years = [version.schedule.academic_year for version in versions]
    planned = [n for n in nights if any(y.starts_on <= n <= y.ends_on for y in years)]
    rows = _rows(program, nights)
    away = _away(program, rows)
    layers = layers_of(versions, nights[0] - LONGEST_CALL, nights[-1] + ONE_DAY)
    found: list[OnCall] = []
    for call_type in types:
        mine = [row for row in rows if row.call_type_id == call_type.pk]
        calls = [
            _call(
                row, call_type, program, away, layers[call_type.pk, row.starts_on],
                with_phones=with_phones,
            )
            for row in mine
        ]  # fmt: skip
        covers = [(_utc(call.starts_at), _utc(call.ends_at)) for call in calls]
        gaps = [
            gap
            for night in planned
            if (needed := people_needed(call_type, night, changes))
            for due in [_due(call_type, night, holidays, program)]
            for gap in _gaps(call_type, night, due, covers, needed)
        ]
        found += sorted([*calls, *gaps], key=lambda e: (_utc(e.starts_at), e.is_gap, e.roster_name))
    return found


def _rows(program: Program, nights: Sequence[date]) -> list[Assignment]:
    """Calls of the published versions that may reach into these nights."""
    rows = Assignment.objects.calls().filter(
        version__status=ScheduleVersion.Status.PUBLISHED,
        version__schedule__program=program,
        starts_on__range=(nights[0] - LONGEST_CALL, nights[-1] + ONE_DAY),
    )
    return list(rows.select_related("person"))


def _away(program: Program, rows: Iterable[Assignment]) -> dict[int, list[Interval]]:
    people = {row.person_id for row in rows}
    if not people:
        return {}
    days = [row.starts_on for row in rows]
    absences = Absence.objects.approved().filter(person__in=people)
    found: dict[int, list[Interval]] = {}
    for absence in absences.overlapping(min(days), max(days) + LONGEST_CALL):
        starts_at, ends_at = absence.interval(program.zone)
        found.setdefault(absence.person_id, []).append((_utc(starts_at), _utc(ends_at)))
    return found


def _call(
    row: Assignment,
    call_type: CallType,
    program: Program,
    away: dict[int, list[Interval]],
    layer: Layer,
    *,
    with_phones: bool,
) -> OnCall:
    absences = away.get(row.person_id, [])
    override = row.person_id in layer.came
    return OnCall(
        code=call_type.code,
        name=call_type.name,
        kind=call_type.kind,
        night=row.starts_on,
        starts_at=row.starts_at.astimezone(program.zone),
        ends_at=row.ends_at.astimezone(program.zone),
        person_id=row.person_id,
        roster_name=row.person.roster_name,
        phone=row.person.phone if with_phones else "",
        away=any(start < row.ends_at and row.starts_at < end for start, end in absences),
        staff=call_type.staff,
        override=override,
        instead_of=layer.replaced if override else (),
    )


def _due(
    call_type: CallType, night: date, special_days: dict[date, SpecialDay], program: Program
) -> Interval:
    """When the call of this night should run: weekends and holidays have times of their own."""
    special = special_days.get(night)
    holiday = special is not None and special.kind == SpecialDay.Kind.HOLIDAY
    times = call_type.times(free_day=holiday or night.isoweekday() >= 6)
    return clock(night, *times, program.zone)


def _gaps(
    call_type: CallType, night: date, due: Interval, covers: Iterable[Interval], needed: int
) -> Iterator[OnCall]:
    """The parts of a call for which people are missing, once for each who is."""
    missing = _missing((_utc(due[0]), _utc(due[1])), covers, needed)
    for starts_at, ends_at in missing:
        yield OnCall(
            code=call_type.code,
            name=call_type.name,
            kind=call_type.kind,
            night=night,
            starts_at=starts_at.astimezone(due[0].tzinfo),
            ends_at=ends_at.astimezone(due[0].tzinfo),
            staff=call_type.staff,
        )


def _missing(due: Interval, covers: Iterable[Interval], needed: int) -> list[Interval]:
    """Where fewer than needed cover the time that is due; one interval for each missing person."""
    within = [(max(start, due[0]), min(end, due[1])) for start, end in covers]
    within = [(start, end) for start, end in within if start < end]
    edges = sorted({due[0], due[1], *(edge for cover in within for edge in cover)})
    open_since: list[datetime] = []
    found: list[Interval] = []
    for edge in edges:
        present = sum(start <= edge < end for start, end in within)
        short = max(0, needed - present) if edge < due[1] else 0
        while len(open_since) > short:
            found.append((open_since.pop(), edge))
        open_since += [edge] * (short - len(open_since))
    return sorted(found)


def _utc(moment: datetime) -> datetime:
    """In one zone, the hour that comes twice in November cannot be told apart."""
    return moment.astimezone(UTC)
