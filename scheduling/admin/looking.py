"""Pages that look before a solve and behind a finding: preflight, interactions, the sum of a fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.grids import open_year
from scheduling.admin.links import address
from scheduling.admin.pages import routes, show
from scheduling.models import AcademicYear, ScheduleVersion, SolverRun
from scheduling.services.preflight import find_interactions, look_ahead
from scheduling.services.why import explain_finding

T = TypeVar("T")
Scopes = SolverRun.Scope


def year_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/preflight/", preflight, "academicyear_preflight"),
            ("<int:pk>/interactions/", interactions, "academicyear_interactions"),
        ],
    )


def version_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, pages=[("<int:pk>/found/<int:number>/", finding, "scheduleversion_found")])


def preflight(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What can be said before anything is generated."""
    return _looked(owner, request, pk, look_ahead, "preflight", "Before generating")


def interactions(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Which rules speak about the same assignments."""
    return _looked(owner, request, pk, find_interactions, "interactions", "Which rules meet")


def _looked(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    pk: int,
    look: Callable[..., Any],
    template: str,
    title: str,
) -> HttpResponse:
    year = open_year(owner, request, pk)
    asked = _asked(request, year)
    try:
        found = look(year, by=signed_in(request), at=Scope.of(request).at, **asked)
        refusal = ""
    except ValidationError as refused:
        found, refusal = None, " ".join(refused.messages)
    return show(
        owner,
        request,
        # Beside the form that asks for a solve, a glance is enough.
        "preflight_glance" if request.headers.get("HX-Request") else template,
        f"{title}, {year}",
        year=year,
        found=found,
        refusal=refusal,
        scopes=[(value, label, value == asked["scope"]) for value, label in Scopes.choices],
        blocks=year.blocks.all(),
        **asked,
    )


def _asked(request: HttpRequest, year: AcademicYear) -> dict[str, Any]:
    """The part of the schedule that the address names; without one, the year."""
    scope, number = request.GET.get("scope", Scopes.YEAR), request.GET.get("block", "")
    if scope not in Scopes.values:
        raise Http404(f"There is nothing called {scope} to look at.")
    if scope != Scopes.BLOCK:
        return {"scope": scope, "block": None}
    block = year.blocks.filter(number=int(number)).first() if number.isdecimal() else None
    return {"scope": scope, "block": block or year.blocks.first()}


def finding(owner: ProgramScopedAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The arithmetic of a fault; back to its version when it is no longer known."""
    version: ScheduleVersion = get_object_or_404(owner.get_queryset(request), pk=pk)
    try:
        found = explain_finding(version, number, by=signed_in(request), at=Scope.of(request).at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(address("scheduleversion_change", pk))
    return show(owner, request, "finding", found.finding.title, version=version, found=found)
