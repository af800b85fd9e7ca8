"""Admin pages of repairs: what absences take from the published schedule, and how to mend it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from people.models import Absence
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.admin.record import RecordAdmin
from scheduling.models import RepairRun
from scheduling.models.schedule import LARGE
from scheduling.queries.hits import grown_demand, hits_of_absences
from scheduling.services.apply_repair import apply_repair
from scheduling.services.repair import cancel_repair, propose_repairs

put(
    Group.SCHEDULE,
    40,
    "Repairs",
    "healing",
    "scheduling_repairrun_hits",
    "view_draft",
    holds=(
        "scheduling_repairrun_changelist",
        "scheduling_repairrun_change",
    ),
)


@admin.register(RepairRun)
class RepairRunAdmin(RecordAdmin):
    """Every search for repairs, what it found, and what was used of it."""

    view_action = "view_draft"
    program_lookup = "version__schedule__program"
    change_form_template = "admin/scheduling/repair.html"

    list_display = ("__str__", "stage", "status", "what_came_of_it", "requested_by", "requested_at")
    list_select_related = (
        "version__schedule__program",
        "version__schedule__academic_year",
        "absence__person",
        "assignment__person",
        "assignment__rotation",
        "assignment__activity",
        "assignment__call_type",
        "demand_change__call_type",
        "demand_change__activity",
        "requested_by",
    )
    list_filter = ("version__schedule__program", "status")
    fields = (
        ("version", "requested_by", "requested_at"),
        ("started_at", "finished_at", "cancel_requested_at"),
        ("applied_way", "applied_by", "applied_at"),
        ("applied_to", "reason"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.defer(*LARGE)

    def get_urls(self) -> list[URLPattern]:
        pages = [("hits/", hits, "repairrun_hits")]
        posts = [
            ("of-absence/<int:pk>/", of_absence, "repair_of_absence"),
            ("<int:pk>/cancel/", cancel, "repairrun_cancel"),
            ("<int:pk>/use/", use, "repairrun_use"),
        ]
        return [*routes(self, pages=pages, posts=posts), *super().get_urls()]

    @admin.display(description="message")
    def what_came_of_it(self, run: RepairRun) -> str:
        return str(run.message)

    def beside(self, request: HttpRequest, row: RepairRun) -> dict[str, Any]:
        """The ways that were found."""
        return {
            "person": getattr(row.absence or row.assignment, "person", None),
            "can_edit": allows(request, "edit_schedule", row.version.schedule.program),
        }


def hits(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Approved absences to come that take duties from what is published, and demand that has grown."""
    scope = Scope.of(request)
    programs = None if scope.is_unlimited else scope.programs("view_draft")
    return show(
        owner,
        request,
        "hits",
        "What the published schedule no longer serves",
        hits=hits_of_absences(programs, at=scope.at),
        grown=grown_demand(programs, at=scope.at),
    )


def of_absence(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    scope = Scope.of(request)
    rows = Absence.objects.select_related("program", "person")
    if not scope.is_unlimited:
        rows = rows.filter(program__in=scope.programs("view_absences"))
    absence = get_object_or_404(rows, pk=pk)
    wanted = request.POST.get("stage") == RepairRun.Stage.ROTATIONS
    stage = RepairRun.Stage.ROTATIONS if wanted else RepairRun.Stage.DAYS
    return answered(
        request,
        partial(propose_repairs, absence, by=signed_in(request), at=scope.at, stage=stage),
        done="Repairs are being looked for.",
        to=lambda run: address("repairrun_change", run.pk),
        otherwise=address("repairrun_hits"),
    )


def _run(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> RepairRun:
    run: RepairRun = get_object_or_404(owner.get_queryset(request), pk=pk)
    return run


def cancel(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(owner, request, pk)
    here = address("repairrun_change", pk)
    verb = partial(cancel_repair, run, by=signed_in(request), at=Scope.of(request).at)
    return answered(
        request, verb, done="The search is being ended.", to=lambda _: here, otherwise=here
    )


def use(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Write one of the ways to the draft."""
    run = _run(owner, request, pk)
    number = request.POST.get("way", "")
    verb = partial(
        apply_repair,
        run,
        int(number) if number.isdecimal() else 0,
        by=signed_in(request),
        at=Scope.of(request).at,
        reason=request.POST.get("reason", "")[:200],
    )
    return answered(
        request,
        verb,
        done="The repair is in the draft. Look at it and publish it.",
        to=lambda draft: address("scheduleversion_change", draft.pk),
        otherwise=address("repairrun_change", pk),
    )
