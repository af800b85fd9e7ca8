"""What fills the days of one person in the published schedule, read once for any number of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from people.models import Absence, Person, Program, Slot
from people.models.absence import half_day_number
from people.privacy import AbsenceReader
from scheduling.bridge.duties import works
from scheduling.models import Assignment, ScheduleVersion, SpecialDay
from scheduling.queries.published import published_between, special_days_between

Kind = Assignment.Kind
ON_LEAVE = "Leave"
ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One assignment as a person reads it, its times in the program's zone."""

    kind: str
    starts_on: date
    ends_on: date
    slot: str
    starts_at: datetime
    ends_at: datetime
    code: str
    name: str
    place: str = ""
    style: str = ""
    """The class of its color in the program's stylesheet."""
    works: bool = True
    timed: bool = True
    """Whether the clock says when it is; otherwise it fills its half of the day."""
    overnight: bool = False
    leave: str = ""
    """Why it will not be done after all: its person is away."""
    rows: tuple[int, ...] = ()
    """The keys of its assignments: one, or two where both halves of a day are shown as one."""

    @property
    def is_call(self) -> bool:
        return self.kind == Kind.CALL

    @property
    def counts(self) -> bool:
        """Whether there is work to be done in it."""
        return self.works and not self.leave


@dataclass(frozen=True, slots=True)
class Leave:
    """A time away, under the name that its reader may know."""

    label: str
    starts_on: date
    ends_on: date
    first_half: int
    last_half: int

    def covers(self, day: date, slot: str) -> bool:
        return self.first_half <= half_day_number(day, slot) <= self.last_half

    def touches(self, first_day: date, last_day: date) -> bool:
        return self.starts_on <= last_day and first_day <= self.ends_on


class Plan:
    """A person's entries, leave and special days between two days: four queries, however many."""

    def __init__(
        self,
        person: Person,
        program: Program,
        first_day: date,
        last_day: date,
        *,
        reader: AbsenceReader,
        kinds: Iterable[str] = Kind.values,
    ) -> None:
        self.person, self.program = person, program
        self.first_day, self.last_day = first_day, last_day
        self.versions: tuple[ScheduleVersion, ...] = published_between(program, first_day, last_day)
        rows = list(self._rows(kinds))
        self.rows = {row.pk: row for row in rows}
        self.leave = tuple(self._leave(rows, reader))
        self.entries: tuple[Entry, ...] = tuple(
            self._with_leave(entry_of(row, program.zone)) for row in rows if row.kind != Kind.LEAVE
        )
        self.special_days: dict[date, SpecialDay] = special_days_between(
            program, first_day, last_day
        )

    def _rows(self, kinds: Iterable[str]) -> Iterable[Assignment]:
        rows = Assignment.objects.filter(
            version__in=self.versions, person=self.person, kind__in=kinds
        )
        rows = rows.overlapping(self.first_day, self.last_day)
        related = rows.select_related("rotation__place", "activity__place", "call_type")
        return related.order_by("starts_at", "kind", "pk")

    def _leave(self, rows: Iterable[Assignment], reader: AbsenceReader) -> Iterator[Leave]:
        absences = Absence.objects.approved().filter(person=self.person)
        absences = absences.overlapping(self.first_day, self.last_day).select_related("person")
        known = [_leave_of(absence, reader) for absence in absences.order_by("starts_on", "pk")]
        yield from known
        for row in rows:
            if row.kind == Kind.LEAVE and not any(
                leave.covers(row.starts_on, Slot.AM) and leave.covers(row.ends_on, Slot.PM)
                for leave in known
            ):
                yield _leave_between(gettext(ON_LEAVE), row.starts_on, row.ends_on)

    def _with_leave(self, entry: Entry) -> Entry:
        """A call is never taken off the page by an absence: somebody has to be found for it."""
        if entry.kind != Kind.HALF_DAY:
            return entry
        leave = self.leave_on(entry.starts_on, entry.slot)
        return replace(entry, leave=leave.label) if leave else entry

    def leave_on(self, day: date, slot: str) -> Leave | None:
        return next((leave for leave in self.leave if leave.covers(day, slot)), None)

    def is_published(self, day: date) -> bool:
        years = [version.schedule.academic_year for version in self.versions]
        return any(year.starts_on <= day <= year.ends_on for year in years)

    def rotation_on(self, day: date) -> Entry | None:
        return next((r for r in self.rotations() if r.starts_on <= day <= r.ends_on), None)

    def rotations(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == Kind.ROTATION)

    def half_days(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == Kind.HALF_DAY)

    def calls(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_call)


def entry_of(row: Assignment, zone: ZoneInfo) -> Entry:
    """Reads the related rows and their places: select them with the assignments."""
    starts_at, ends_at = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    code, name, place, style = _what(row)
    activity = row.activity
    timed = row.kind == Kind.CALL or (activity is not None and activity.times(row.slot) is not None)
    return Entry(
        kind=row.kind,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        slot=row.slot,
        starts_at=starts_at,
        ends_at=ends_at,
        code=code,
        name=name,
        place=place,
        style=style,
        works=activity is None or works(activity),
        timed=timed,
        overnight=timed
        and (row.kind == Kind.CALL or _runs_into_the_next_day(ends_at, row.starts_on)),
        rows=(row.pk,),
    )


def _runs_into_the_next_day(ends_at: datetime, day: date) -> bool:
    """Midnight still belongs to the day that it ends."""
    return (ends_at - ONE_MINUTE).date() > day


def _what(row: Assignment) -> tuple[str, str, str, str]:
    """Code, name, place and the class of its color."""
    if row.rotation is not None:
        rotation = row.rotation
        place = rotation.place.name if rotation.place else ""
        return rotation.code, rotation.name, place, rotation_style(rotation.pk)
    if row.activity is not None:
        activity = row.activity
        place = activity.place.name if activity.place else ""
        return activity.code, activity.name, place, activity_style(activity.pk)
    if row.call_type is not None:
        return row.call_type.code, row.call_type.name, "", "is-call"
    return "LV", ON_LEAVE, "", "is-leave"


def activity_style(pk: int) -> str:
    return f"activity-{pk}"


def rotation_style(pk: int) -> str:
    return f"rotation-{pk}"


def _leave_of(absence: Absence, reader: AbsenceReader) -> Leave:
    return Leave(
        label=reader.read(absence).label,
        starts_on=absence.starts_on,
        ends_on=absence.ends_on,
        first_half=absence.first_half,
        last_half=absence.last_half,
    )


def _leave_between(label: str, first_day: date, last_day: date) -> Leave:
    return Leave(
        label=label,
        starts_on=first_day,
        ends_on=last_day,
        first_half=half_day_number(first_day, Slot.AM),
        last_half=half_day_number(last_day, Slot.PM),
    )
