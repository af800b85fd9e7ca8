"""The pages of scenarios: opened beside the draft, compared, taken over, discarded."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from people.permissions import ACTIONS
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.models import Schedule, ScheduleVersion
from scheduling.services.scenarios import (
    discard_scenario,
    merge_scenario,
    open_scenario,
    preview_merge,
)


def schedule_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, pages=[("<int:pk>/scenarios/", scenarios, "schedule_scenarios")])


def version_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[("<int:pk>/take-over/", take_over, "scheduleversion_take_over")],
        posts=[("<int:pk>/discard/", discard, "scheduleversion_discard")],
    )


def scenarios(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Those that there are, and a form that opens another."""
    schedule: Schedule = get_object_or_404(owner.get_queryset(request), pk=pk)
    year = schedule.academic_year
    if request.method == "POST":
        verb = partial(
            open_scenario,
            year,
            request.POST.get("name", ""),
            by=signed_in(request),
            at=Scope.of(request).at,
        )
        return answered(
            request,
            verb,
            done="The scenario is open. Change it, or generate in it; the draft stays as it is.",
            to=lambda scenario: address("scheduleversion_change", scenario.pk),
            otherwise=request.path,
        )
    rows = schedule.versions.scenarios().select_related("created_by", "based_on")
    return show(
        owner,
        request,
        "scenarios",
        f"Scenarios of {schedule}",
        schedule=schedule,
        rows=rows.order_by("scenario"),
        can_edit=allows(request, "edit_schedule", schedule.program),
    )


def take_over(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What would change in the draft, and what would stay since the draft changed meanwhile."""
    scenario = _scenario(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    if request.method == "POST":
        verb = partial(
            merge_scenario,
            scenario,
            by=by,
            at=at,
            reason=request.POST.get("reason", ""),
            partly="partly" in request.POST,
        )
        return answered(
            request,
            verb,
            done=f"“{scenario.scenario}” is taken into the draft.",
            to=lambda made: address("scheduleversion_changed", made.version_id, made.pk),
            otherwise=request.path,
        )
    preview, found = preview_merge(scenario, by=by, at=at)
    return show(
        owner,
        request,
        "take_over",
        f"Take over “{scenario.scenario}”",
        scenario=scenario,
        preview=preview,
        found=found,
    )


def discard(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    scenario = _scenario(owner, request, pk)
    verb = partial(discard_scenario, scenario, by=signed_in(request), at=Scope.of(request).at)
    here = address("schedule_scenarios", scenario.schedule_id)
    done = f"“{scenario.scenario}” is discarded."
    return answered(request, verb, done=done, to=lambda _: here, otherwise=here)


def _scenario(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> ScheduleVersion:
    version: ScheduleVersion = get_object_or_404(owner.get_queryset(request), pk=pk)
    program = version.schedule.program
    if not allows(request, "edit_schedule", program):
        raise PermissionDenied(f"You may not {ACTIONS['edit_schedule'].words} in {program}.")
    if not version.scenario:
        raise Http404(f"{version} is no scenario.")
    return version
