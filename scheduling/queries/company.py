"""With whom somebody works at a time, who answers for it, and whom they answer for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from people.models import Absence
from scheduling.models import Activity, Assignment, CallType, Rotation
from scheduling.queries.entries import Entry, Plan

Kind = Assignment.Kind
ON_SERVICE = (Activity.Kind.INPATIENT, Activity.Kind.NIGHT)
"""What those answer for who attend for a week."""
ONE_DAY = timedelta(days=1)
Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Company:
    """Names; those who are away are not among them."""

    together: tuple[str, ...] = ()
    """Who does the same."""
    supervisors: tuple[str, ...] = ()
    supervised: tuple[str, ...] = ()
    """Whom one answers for."""


def companies(plan: Plan, entries: Sequence[Entry]) -> list[Company]:
    """Of each entry, in two queries for all of them; nobody of what is not worked."""
    mine = [plan.rows[entry.rows[0]] for entry in entries if entry.counts]
    if not mine:
        return [Company() for _ in entries]
    others = _present(plan, _others(plan, mine))
    return [
        _company(plan.rows[entry.rows[0]], others) if entry.counts else Company()
        for entry in entries
    ]


def _others(plan: Plan, mine: Sequence[Assignment]) -> list[Assignment]:
    """What others do meanwhile that could have to do with it."""
    meanwhile = reduce(or_, (Q(starts_at__lt=m.ends_at, ends_at__gt=m.starts_at) for m in mine))
    activities = [m.activity for m in mine if m.activity]
    near = Q(activity__place__in=[a.place_id for a in activities if a.place_id])
    rows = Assignment.objects.filter(
        meanwhile,
        Q(kind=Kind.CALL)
        | Q(activity__in=activities)
        | near
        | Q(rotation__kind=Rotation.Kind.ATTENDING),
        version__in=plan.versions,
    )
    first, last = min(m.starts_on for m in mine), max(m.ends_on for m in mine)
    rows = rows.overlapping(first - ONE_DAY, last + ONE_DAY).exclude(person=plan.person)
    return list(rows.with_names().order_by("person__last_name", "person__first_name", "pk"))


def _present(plan: Plan, rows: list[Assignment]) -> list[Assignment]:
    if not rows:
        return []
    first, last = min(r.starts_on for r in rows), max(r.ends_on for r in rows)
    absences = Absence.objects.approved().filter(person__in={row.person_id for row in rows})
    gone: dict[int, list[Interval]] = {}
    for absence in absences.overlapping(first, last):
        gone.setdefault(absence.person_id, []).append(absence.interval(plan.program.zone))
    return [row for row in rows if not _is_gone(row, gone.get(row.person_id, ()))]


def _is_gone(row: Assignment, gone: Iterable[Interval]) -> bool:
    return any(start < row.ends_at and row.starts_at < end for start, end in gone)


def _company(mine: Assignment, others: Iterable[Assignment]) -> Company:
    meanwhile = [o for o in others if o.starts_at < mine.ends_at and mine.starts_at < o.ends_at]
    if mine.call_type is not None:
        return _on_call(mine.call_type, meanwhile)
    if mine.activity is None:
        return Company()
    return _in_activity(mine.activity, meanwhile)


def _on_call(line: CallType, others: Sequence[Assignment]) -> Company:
    """The faculty on call answers for the residents on call."""
    calls = [other for other in others if other.call_type]
    same = [c for c in calls if c.call_type and c.call_type.staff == line.staff]
    rest = _names(c for c in calls if c not in same)
    if line.staff == CallType.Staff.FACULTY:
        return Company(together=_names(same), supervised=rest)
    return Company(together=_names(same), supervisors=rest)


def _in_activity(activity: Activity, others: Sequence[Assignment]) -> Company:
    return Company(
        together=_names(o for o in others if o.activity_id == activity.pk),
        supervisors=_names(o for o in others if _answers_for(o, activity)),
        supervised=_names(o for o in others if _is_answered_for(o, activity)),
    )


def _answers_for(other: Assignment, activity: Activity) -> bool:
    """Attendings at the place of what needs them, company that it needs, the week's attending."""
    if other.activity is not None:
        if other.activity_id == activity.beside_id:
            return True
        return (
            other.activity.supervises and _needs(activity) and _same_place(other.activity, activity)
        )
    attends = other.rotation is not None and other.rotation.kind == Rotation.Kind.ATTENDING
    return attends and activity.kind in ON_SERVICE


def _is_answered_for(other: Assignment, activity: Activity) -> bool:
    theirs = other.activity
    if theirs is None or not activity.supervises:
        return False
    return _needs(theirs) and _same_place(theirs, activity)


def _needs(activity: Activity) -> bool:
    return activity.supervision_needed != Activity.Supervision.NONE


def _same_place(one: Activity, other: Activity) -> bool:
    return one.place_id is not None and one.place_id == other.place_id


def _names(rows: Iterable[Assignment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.person.full_name for row in rows))
