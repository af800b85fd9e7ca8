"""The page on which schedules are seen side by side, and one is chosen into the draft."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.grids import open_year
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.models import AcademicYear, SolverRun
from scheduling.queries.comparison import compare
from scheduling.services.alternatives import choose_alternative
from scheduling.services.solve import MOST_SCHEDULES

LATEST = 12
"""Solves that are offered for comparing."""


def year_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, pages=[("<int:pk>/compare/", comparison, "academicyear_compare")])


def run_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, posts=[("<int:pk>/choose/", choose, "solverrun_choose")])


def comparison(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The schedules of the solves that the address names; without one, only the choice of them."""
    year = open_year(owner, request, pk)
    if not allows(request, "view_draft", year.program):
        raise PermissionDenied(f"You may not see drafts of the schedule in {year.program}.")
    asked = request.GET.getlist("run")
    if not all(number.isdecimal() for number in asked):
        raise Http404("A solve is named by its number.")
    wanted, offered = [int(number) for number in asked], SolverRun.objects.of_year(year)
    return show(
        owner,
        request,
        "compare",
        f"Schedules side by side, {year}",
        year=year,
        found=compare(_runs(year, wanted), MOST_SCHEDULES),
        runs=[(run, run.pk in wanted) for run in offered.measured()[:LATEST]],
        most=MOST_SCHEDULES,
        too_many=len(wanted) > MOST_SCHEDULES,
        can_generate=allows(request, "generate_schedule", year.program),
    )


def _runs(year: AcademicYear, wanted: list[int]) -> list[SolverRun]:
    """In the order in which they are named."""
    runs = (
        SolverRun.objects.of_year(year)
        .filter(pk__in=wanted)
        .prefetch_related("alternatives__chosen_by")
    )
    return sorted(runs, key=lambda run: wanted.index(run.pk))


def choose(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Write one of a solve's schedules to the draft."""
    run: SolverRun = get_object_or_404(owner.get_queryset(request), pk=pk)
    number = request.POST.get("number", "")
    by, at = signed_in(request), Scope.of(request).at
    here = f"{address('academicyear_compare', run.version.schedule.academic_year_id)}?run={pk}"
    verb = partial(choose_alternative, run, int(number) if number.isdecimal() else 0, by=by, at=at)
    return answered(
        request,
        verb,
        done=f"Schedule {number} is in the draft.",
        to=lambda _: here,
        otherwise=here,
    )
