"""What a calendar feed shows now: a person's published schedule, or who has a service when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from people.models import Absence, Person, Program, Slot
from people.models.absence import half_day_number
from scheduling.models import Activity, Assignment, CallType, Rotation, ScheduleVersion
from scheduling.models.assignment import AssignmentQuerySet
from scheduling.queries.entries import ON_LEAVE, Entry, entry_of

ONE_DAY = timedelta(days=1)
REMEMBERED = timedelta(days=365)
"""How long an academic year that is over stays in the feed."""
CLINIC = "Clinic"
CALL = Assignment.Kind.CALL.label
BUSY = "Busy"

Kind = Assignment.Kind


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """Days for what lasts whole days, moments for the rest; both ends as a calendar wants them."""

    uid: str
    """A name that never changes, as long as it is about the same cell."""
    summary: str
    starts: date | datetime
    ends: date | datetime
    category: str
    place: str = ""
    detail: str = ""
    busy: bool = True


def person_events(person: Person, programs: Sequence[Program], *, at: datetime) -> list[FeedEvent]:
    """Duties, calls, rotations and leave of the published years."""
    away = _absences(person, at)
    planned = {program.pk for program in programs}
    # Leave that the plan of a program made is among its rows already.
    entered = [a for a in away if a.source != Absence.Source.PLAN or a.program_id not in planned]
    found = [event for program in programs for event in _of_program(person, program, entered, at)]
    return found + [_leave_event(absence) for absence in entered]


def busy_events(events: Iterable[FeedEvent]) -> list[FeedEvent]:
    """When somebody is busy, and nothing of why or where."""
    return [
        replace(event, uid=f"busy-{event.uid}", summary=BUSY, category=BUSY, place="", detail="")
        for event in events
        if event.busy
    ]


def service_events(service: Rotation | CallType, *, at: datetime) -> list[FeedEvent]:
    """Who is on the rotation or takes the call, as published."""
    program = service.program
    rows = Assignment.objects.filter(version__in=_versions(program, at))
    if isinstance(service, Rotation):
        rows = rows.filter(kind=Kind.ROTATION, rotation=service)
    else:
        rows = rows.filter(kind=Kind.CALL, call_type=service)
    return [
        replace(
            event,
            uid=f"service-{event.uid}",
            summary=row.person.roster_name,
            detail=service.name,
            busy=False,
        )
        for row in _with_related(rows)
        for event in _events(row, program)
    ]


def _of_program(
    person: Person, program: Program, away: Sequence[Absence], at: datetime
) -> Iterator[FeedEvent]:
    rows = Assignment.objects.filter(version__in=_versions(program, at), person=person)
    for row in _with_related(rows):
        covered = row.kind == Kind.LEAVE and _is_covered(row, away)
        if not covered and not _is_away(row, away):
            yield from _events(row, program)


def _versions(program: Program, at: datetime) -> list[ScheduleVersion]:
    since = program.today(at) - REMEMBERED
    published = ScheduleVersion.objects.published().of_program(program)
    return list(published.filter(schedule__academic_year__ends_on__gte=since))


def _with_related(rows: AssignmentQuerySet) -> Iterable[Assignment]:
    """A year has hundreds of rows and a few dozen activities: these are made once each."""
    related = rows.prefetch_related("person", "rotation__place", "activity__place", "call_type")
    return related.order_by("starts_at", "kind", "pk")


def _absences(person: Person, at: datetime) -> list[Absence]:
    approved = Absence.objects.approved().filter(person=person)
    recent = approved.filter(ends_on__gte=(at - REMEMBERED).date())
    return list(recent.select_related("program").order_by("starts_on", "pk"))


def _uid(row: Assignment, program: int) -> str:
    detail = row.slot.lower() or (str(row.call_type_id) if row.call_type_id else "")
    parts = [row.kind, str(program), str(row.person_id), row.starts_on.isoformat(), detail]
    return "-".join(part for part in parts if part) + "@rounds"


def _events(row: Assignment, program: Program) -> Iterator[FeedEvent]:
    """None for a half-day without work: nobody needs to be reminded of being off."""
    entry = entry_of(row, program.zone)
    if row.kind == Kind.HALF_DAY and not entry.works:
        return
    whole_days = row.kind in (Kind.ROTATION, Kind.LEAVE)
    yield FeedEvent(
        uid=_uid(row, program.pk),
        summary=entry.name,
        starts=row.starts_on if whole_days else entry.starts_at,
        ends=row.ends_on + ONE_DAY if whole_days else entry.ends_at,
        category=_category(row),
        place=entry.place,
        detail=_detail(entry),
        # A rotation lasts for weeks; it must not make them all look taken.
        busy=row.kind != Kind.ROTATION,
    )


def _category(row: Assignment) -> str:
    clinic = row.activity is not None and row.activity.kind == Activity.Kind.CLINIC
    return CLINIC if clinic else row.get_kind_display()


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
        category=ON_LEAVE,
    )
