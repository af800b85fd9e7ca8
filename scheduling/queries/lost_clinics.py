"""Clinics that do not take place because somebody is away: the list for whoever calls patients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from people.models import Absence, Person, Program
from scheduling.models import Activity, AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.queries.taken import CLINICS, taken_by

TAKEN_OUT = (ChangeSet.Kind.COVER, ChangeSet.Kind.REPAIR, ChangeSet.Kind.ABSENCE)


@dataclass(frozen=True)
class LostClinic:
    """One half-day of clinic of one person."""

    day: date
    slot: str
    person: Person
    activity: Activity
    days_ahead: int
    has_patients: bool
    is_out: bool
    """Whether it was taken out of the published schedule already."""

    @property
    def site(self) -> str:
        return str(self.activity.place or "")


def lost_clinics(program: Program, *, at: datetime) -> list[LostClinic]:
    """From today on, in the order of days: those that approved absences take, and those that were
    taken out of what is published for them. Of two the later absence tells no more than the first."""
    today = program.today(at)
    found = {
        (clinic.day, clinic.slot, clinic.person.pk): clinic
        for clinic in (*_taken_out(program, today), *_still_there(program, today))
    }
    return sorted(found.values(), key=lambda c: (c.day, c.slot, c.site, c.person.last_name))


def _still_there(program: Program, today: date) -> Iterator[LostClinic]:
    absences = list(
        Absence.objects.approved()
        .filter(program=program, ends_on__gte=today)
        .select_related("program", "person")
    )
    for absence, rows in zip(absences, taken_by(absences), strict=True):
        for row in rows:
            if row.activity and row.activity.kind in CLINICS and row.starts_on >= today:
                cell = (row.starts_on, row.slot)
                yield _lost(program, cell, absence.person, row.activity, today, is_out=False)


def _taken_out(program: Program, today: date) -> Iterator[LostClinic]:
    clinics = Activity.objects.filter(program=program, kind__in=CLINICS).select_related("place")
    by_key = {activity.pk: activity for activity in clinics}
    for change in _changes(program, by_key, today):
        activity = by_key[(change.before or {})["activity_id"]]
        cell = (change.starts_on, change.slot)
        yield _lost(program, cell, change.person, activity, today, is_out=True)


def _changes(program: Program, clinics: Iterable[int], today: date) -> Iterable[AssignmentChange]:
    keys = list(clinics)
    return (
        AssignmentChange.objects.filter(
            change_set__version__status=ScheduleVersion.Status.PUBLISHED,
            change_set__version__schedule__program=program,
            change_set__kind__in=TAKEN_OUT,
            change_set__undone_by=None,
            starts_on__gte=today,
            before__activity_id__in=keys,
        )
        .exclude(after__activity_id__in=keys)
        .select_related("person")
    )


def _lost(
    program: Program,
    cell: tuple[date, str],
    person: Person,
    activity: Activity,
    today: date,
    *,
    is_out: bool,
) -> LostClinic:
    ahead = (cell[0] - today).days
    return LostClinic(
        *cell, person, activity, ahead, ahead < program.clinic_notice_days, is_out=is_out
    )
