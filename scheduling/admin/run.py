"""Admin pages of solves: how one is doing while it runs, and the record of it afterwards."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin import comparing
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes
from scheduling.admin.record import RecordAdmin
from scheduling.models import SolverRun
from scheduling.models.schedule import LARGE
from scheduling.queries.run_progress import run_progress
from scheduling.queries.ways_out import ways_out
from scheduling.services.progress import latest_progress
from scheduling.services.solve import SILENT_FOR, cancel_solve, repeat_solve

put(Group.OPERATIONS, 10, "Solves", "memory", "scheduling_solverrun_changelist", "view_draft")

RECORDED = {
    "build_seconds": "Seconds to build",
    "seconds": "Seconds in all",
    "workers": "Workers",
    "solver": "Solver",
}


@admin.register(SolverRun)
class SolverRunAdmin(RecordAdmin):
    """Every solve that was asked for, by whom, and how it went."""

    view_action = "view_draft"
    program_lookup = "version__schedule__program"
    change_form_template = "admin/scheduling/run.html"

    list_display = (
        "what",
        "status",
        "schedule",
        "requested_by",
        "requested_at",
        "seconds_allowed",
    )
    list_select_related = (
        "version__schedule__program",
        "version__schedule__academic_year",
        "requested_by",
        "block",
    )
    list_filter = ("version__schedule__program", "scope", "status")
    date_hierarchy = "requested_at"
    fieldsets = (
        (
            "What was asked for",
            {
                "fields": (
                    ("version", "requested_at"),
                    ("requested_by", "seconds_allowed"),
                    ("seed", "schedules"),
                )
            },
        ),
        (
            "How it went",
            {
                "fields": (
                    ("started_at", "finished_at"),
                    ("heartbeat_at", "cancel_requested_at"),
                    "recorded",
                    "fingerprint",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.defer(*LARGE)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "recorded")

    def get_urls(self) -> list[URLPattern]:
        posts = [
            ("<int:pk>/cancel/", cancel, "solverrun_cancel"),
            ("<int:pk>/repeat/", repeat, "solverrun_repeat"),
        ]
        return [*routes(self, posts=posts), *comparing.run_urls(self), *super().get_urls()]

    def beside(self, request: HttpRequest, row: SolverRun) -> dict[str, Any]:
        """How far it is, and where what it made, or what it clashed with, is dealt with."""
        program, at = row.version.schedule.program, Scope.of(request).at
        return {
            "progress": run_progress(row, latest_progress(row), at=at, silent_for=SILENT_FOR),
            "live_address": reverse("scheduling:solve_progress", args=(row.pk,)),
            "grid_address": _grid_of(row),
            "compare_address": _comparison_of(row),
            "can_generate": allows(request, "generate_schedule", program),
            "clashes": ways_out(row, lambda action: allows(request, action, program)),
        }

    @admin.display(description="what", ordering="scope")
    def what(self, run: SolverRun) -> str:
        return run.words

    @admin.display(description="schedule")
    def schedule(self, run: SolverRun) -> str:
        return str(run.version)

    @admin.display(description="solver")
    def recorded(self, run: SolverRun) -> str:
        known = ((name, run.result[key]) for key, name in RECORDED.items() if key in run.result)
        return ", ".join(f"{name} {value}" for name, value in known) or "Nothing yet."


def _grid_of(run: SolverRun) -> str:
    """The page on which to look at what it wrote."""
    year = run.version.schedule.academic_year_id
    if run.block is None:
        return f"{address('academicyear_grid', year)}?version=draft"
    number = max(run.block.number, 1)
    return f"{address('academicyear_block', year, number)}?version=draft"


def _comparison_of(run: SolverRun) -> str:
    """The page on which to compare it, and to choose of several; empty where there is nothing."""
    if "measures" not in run.result and not run.alternatives.exists():
        return ""
    year = run.version.schedule.academic_year_id
    return f"{address('academicyear_compare', year)}?run={run.pk}"


def _run(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> SolverRun:
    run: SolverRun = get_object_or_404(owner.get_queryset(request), pk=pk)
    return run


def cancel(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    here = address("solverrun_change", pk)
    verb = partial(cancel_solve, run, by=by, at=at)
    return answered(
        request, verb, done="The solve is being ended.", to=lambda _: here, otherwise=here
    )


def repeat(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The same question again, on a page of its own."""
    run = _run(owner, request, pk)
    by, at = signed_in(request), Scope.of(request).at
    return answered(
        request,
        partial(repeat_solve, run, by=by, at=at),
        done="Asked for again.",
        to=lambda again: address("solverrun_change", again.pk),
        otherwise=address("solverrun_change", pk),
    )
