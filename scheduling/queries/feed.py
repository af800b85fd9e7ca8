"""One person's published schedule as events of a calendar, each with a name that never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from people.models import Absence, Person, Program, Slot
from people.models.absence import half_day_number
from scheduling.models import Assignment, ScheduleVersion
from scheduling.queries.entries import ON_LEAVE, Entry, entry_of

ONE_DAY = timedelta(days=1)
REMEMBERED = timedelta(days=365)
"""How long an academic year that is over stays in the feed."""

Kind = Assignment.Kind
Key = tuple[str, date, str, int | None]


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """Days for what lasts whole days, moments for the rest; both ends as a calendar wants them."""

    uid: str
    summary: str
    starts: date | datetime
    ends: date | datetime
    stamp: datetime
    """When it became so; the moment of the request must not show, or nothing could be cached."""
    sequence: int
    category: str
    place: str = ""
    detail: str = ""
    busy: bool = True
    cancelled: bool = False


def feed_events(person: Person, programs: Sequence[Program], *, at: datetime) -> list[FeedEvent]:
    """Duties, calls, rotations and leave of the published years, and what was called off since."""
    away = _absences(person, at)
    planned = {program.pk for program in programs}
    # Leave that the plan of a program made is among its rows already.
    entered = [a for a in away if a.source != Absence.Source.PLAN or a.program_id not in planned]
    found = [event for program in programs for event in _of_program(person, program, entered, at)]
    return found + [_leave_event(absence) for absence in entered]


def _of_program(
    person: Person, program: Program, away: Sequence[Absence], at: datetime
) -> Iterator[FeedEvent]:
    versions = _versions(program, at)
    current = {version.schedule_id: version for version in versions}
    rows = list(_rows(person, [version.pk for version in versions]))
    for row in rows:
        version = current[row.version.schedule_id]
        if row.kind != Kind.LEAVE or not _is_covered(row, away):
            yield from _events(row, version, program.zone, cancelled=_is_away(row, away))
    for version in versions:
        for row in _called_off(person, version, rows):
            yield from _events(row, version, program.zone, cancelled=True)


def changed_at(person: Person, programs: Iterable[Program], *, at: datetime) -> datetime | None:
    """The last moment at which something in the feed changed."""
    versions = ScheduleVersion.objects.filter(
        schedule__program__in=programs, published_at__isnull=False
    )
    moments = [m for pair in versions.values_list("published_at", "withdrawn_at") for m in pair]
    moments += Absence.objects.filter(person=person).values_list("decided_at", flat=True)
    return max((moment for moment in moments if moment is not None), default=None)


def _versions(program: Program, at: datetime) -> list[ScheduleVersion]:
    since = program.today(at) - REMEMBERED
    published = ScheduleVersion.objects.published().of_program(program)
    return list(
        published.filter(schedule__academic_year__ends_on__gte=since)
        .select_related("schedule")
        .order_by("schedule__academic_year__starts_on")
    )


def _rows(person: Person, versions: Iterable[int]) -> Iterable[Assignment]:
    rows = Assignment.objects.filter(version__in=versions, person=person)
    related = rows.select_related("version", "rotation__place", "activity__place", "call_type")
    return related.order_by("starts_at", "kind", "pk")


def _called_off(
    person: Person, version: ScheduleVersion, rows: Iterable[Assignment]
) -> Iterator[Assignment]:
    """What earlier versions said of the days since this one was published, and it does not.

    A calendar that has seen it must be told; some keep what merely disappears.
    """
    known = {_key(row) for row in rows}
    withdrawn = ScheduleVersion.objects.filter(
        schedule=version.schedule, status=ScheduleVersion.Status.WITHDRAWN
    )
    published_at = version.published_at or version.created_at
    earlier = _rows(person, withdrawn.values_list("pk", flat=True))
    latest_first = sorted(earlier, key=lambda row: (-row.version.number, row.starts_at, row.pk))
    for row in latest_first:
        if row.ends_at > published_at and _key(row) not in known:
            known.add(_key(row))
            yield row


def _absences(person: Person, at: datetime) -> list[Absence]:
    approved = Absence.objects.approved().filter(person=person)
    recent = approved.filter(ends_on__gte=(at - REMEMBERED).date())
    return list(recent.select_related("program").order_by("starts_on", "pk"))


def _key(row: Assignment) -> Key:
    return row.kind, row.starts_on, row.slot, row.call_type_id


def _uid(row: Assignment, program: int) -> str:
    detail = row.slot.lower() or (str(row.call_type_id) if row.call_type_id else "")
    parts = [row.kind, str(program), str(row.person_id), row.starts_on.isoformat(), detail]
    return "-".join(part for part in parts if part) + "@rounds"


def _events(
    row: Assignment, version: ScheduleVersion, zone: ZoneInfo, *, cancelled: bool
) -> Iterator[FeedEvent]:
    """None for a half-day without work: nobody needs to be reminded of being off."""
    entry = entry_of(row, zone)
    if row.kind == Kind.HALF_DAY and not entry.works:
        return
    whole_days = row.kind in (Kind.ROTATION, Kind.LEAVE)
    yield FeedEvent(
        uid=_uid(row, version.schedule.program_id),
        summary=entry.name,
        starts=row.starts_on if whole_days else entry.starts_at,
        ends=row.ends_on + ONE_DAY if whole_days else entry.ends_at,
        stamp=version.published_at or version.created_at,
        sequence=version.number,
        category=row.get_kind_display(),
        place=entry.place,
        detail=_detail(entry),
        # A rotation lasts for weeks; it must not make them all look taken.
        busy=row.kind != Kind.ROTATION,
        cancelled=cancelled,
    )


def _detail(entry: Entry) -> str:
    return "" if entry.kind == Kind.LEAVE else entry.code


def _is_away(row: Assignment, absences: Iterable[Absence]) -> bool:
    """Whether an absence takes the half-day away. A call stays until somebody else has it."""
    if row.kind != Kind.HALF_DAY:
        return False
    half = half_day_number(row.starts_on, row.slot)
    return any(absence.first_half <= half <= absence.last_half for absence in absences)


def _is_covered(row: Assignment, absences: Iterable[Absence]) -> bool:
    """Whether the days of the row are told by an absence already."""
    first = half_day_number(row.starts_on, Slot.AM)
    last = half_day_number(row.ends_on, Slot.PM)
    return any(a.first_half <= first and last <= a.last_half for a in absences)


def _leave_event(absence: Absence) -> FeedEvent:
    """Never why: a calendar is often shared with a family or a clinic."""
    whole = absence.starts_at_slot == Slot.AM and absence.ends_slot == Slot.PM
    starts_at, ends_at = absence.interval(absence.program.zone)
    return FeedEvent(
        uid=f"absence-{absence.person_id}-{absence.pk}@rounds",
        summary=ON_LEAVE,
        starts=absence.starts_on if whole else starts_at,
        ends=absence.ends_on + ONE_DAY if whole else ends_at,
        stamp=absence.decided_at or starts_at,
        sequence=0,
        category=ON_LEAVE,
    )
