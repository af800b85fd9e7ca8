"""The pages of what was changed: the history of a version, taking back, and any moment before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.engine.academic_year import Span
from scheduling.models import ChangeSet, Schedule, ScheduleVersion
from scheduling.queries.as_of_week import week_as_of
from scheduling.queries.change_history import SHOWN, change_history, people_of, told
from scheduling.services.as_of import published_as_of
from scheduling.services.undoing import next_redo, next_undo, undo_change_set

ONE_DAY = timedelta(days=1)


def version_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/changes/", changes, "scheduleversion_changes"),
            ("<int:pk>/changes/<int:number>/", change, "scheduleversion_changed"),
        ],
        posts=[("<int:pk>/changes/<int:number>/undo/", undo, "scheduleversion_undo")],
    )


def schedule_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, pages=[("<int:pk>/as-of/", as_of, "schedule_as_of")])


def changes(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """All change sets, or those that touched one person, a page at a time."""
    version = get_object_or_404(owner.get_queryset(request), pk=pk)
    people = list(people_of(version))
    asked = request.GET.get("person", "")
    person = next((p for p in people if str(p.pk) == asked), None)
    rows = Paginator(change_history(version, person=person), SHOWN)
    by = signed_in(request)
    return show(
        owner,
        request,
        "changes",
        f"Changes of {version}",
        version=version,
        people=people,
        person=person,
        rows=rows.get_page(request.GET.get("page")),
        next_undo=next_undo(version, by),
        next_redo=next_redo(version, by),
        can_change=_may_change(request, version),
    )


def change(owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One change set, person by person."""
    version, made = _found(owner, request, pk, number)
    return show(
        owner,
        request,
        "changed",
        f"A change of {version}",
        version=version,
        told=told(made),
        can_change=_may_change(request, version),
        can_override=allows(request, "override_rule", version.schedule.program),
    )


def undo(owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    _, made = _found(owner, request, pk, number)
    verb = partial(
        undo_change_set,
        made,
        by=signed_in(request),
        at=Scope.of(request).at,
        reason=request.POST.get("reason", ""),
        partly="partly" in request.POST,
        override="override" in request.POST,
    )
    again = "made again" if made.kind == ChangeSet.Kind.UNDO else "taken back"
    return answered(
        request,
        verb,
        done=f"It is {again}.",
        to=lambda _: address("scheduleversion_changes", pk),
        otherwise=address("scheduleversion_changed", pk, number),
    )


def _found(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int
) -> tuple[ScheduleVersion, ChangeSet]:
    version = get_object_or_404(owner.get_queryset(request), pk=pk)
    rows = version.change_sets.select_related("by", "undone_by", "undoes", "carries")
    return version, get_object_or_404(rows, pk=number)


def _may_change(request: HttpRequest, version: ScheduleVersion) -> bool:
    if version.status == ScheduleVersion.Status.WITHDRAWN:
        return False
    draft = version.status == ScheduleVersion.Status.DRAFT
    action = "edit_schedule" if draft else "amend_schedule"
    return allows(request, action, version.schedule.program)


def as_of(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What was published at a moment, a week of it at a time, and what has changed since."""
    schedule: Schedule = get_object_or_404(owner.get_queryset(request), pk=pk)
    by, at = signed_in(request), Scope.of(request).at
    program, year = schedule.program, schedule.academic_year
    moment = _moment(request.GET.get("at", ""), schedule) or at
    day = _day(request.GET.get("day", "")) or program.today(moment)
    day = min(max(day, year.starts_on), year.ends_on)
    monday = day - timedelta(days=day.weekday())
    days = Span(monday, monday + 6 * ONE_DAY)
    then = published_as_of(year, moment, days, by=by, at=at)
    now = then if moment == at else published_as_of(year, at, days, by=by, at=at)
    return show(
        owner,
        request,
        "as_of",
        f"{schedule} as it was",
        schedule=schedule,
        moment=moment.astimezone(program.zone),
        monday=monday,
        before=monday - 7 * ONE_DAY,
        after=monday + 7 * ONE_DAY,
        then=then,
        now=now,
        week=week_as_of(then, now, days),
    )


def _moment(asked: str, schedule: Schedule) -> datetime | None:
    """In the program's zone; of a day alone, its end."""
    try:
        if not asked:
            return None
        if len(asked) == len("2026-07-01"):
            day = date.fromisoformat(asked)
            return datetime.combine(day, time.max, schedule.program.zone)
        moment = datetime.fromisoformat(asked)
    except ValueError as wrong:
        raise ValidationError(f"“{asked}” is not a moment.", code="not-a-moment") from wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=schedule.program.zone)


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError as wrong:
        raise ValidationError(f"“{asked}” is not a day.", code="not-a-day") from wrong
