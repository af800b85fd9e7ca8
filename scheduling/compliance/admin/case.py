"""The admin pages of cases: every finding that somebody deals with, and its history."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.links import address
from scheduling.admin.pages import Route, allows, routes
from scheduling.admin.record import RecordAdmin
from scheduling.compliance.admin import hours
from scheduling.compliance.models import Case
from scheduling.compliance.services.cases import move_case, open_case

put(
    Group.RULES, 5, "Compliance", "verified_user", "compliance_case_overview", "view_violations",
    holds=(
        "compliance_case_person",
        "compliance_case_reconciled",
        "compliance_case_changelist", "compliance_case_change"),
)  # fmt: skip


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    """What was found, what came of it, who said so and when."""

    view_action = "view_violations"
    change_form_template = "admin/compliance/case.html"

    list_display = ("message", "person", "state", "force", "cited", "opened_at", "opened_by")
    list_select_related = ("person", "opened_by", "program")
    list_filter = ("program", "state", "force", "rule")
    search_fields = ("message", "person__last_name", "person__first_name")
    date_hierarchy = "first_day"
    fields = (
        ("program", "person", "rule"),
        ("first_day", "last_day", "label"),
        ("force", "cited", "state"),
        ("opened_by", "opened_at"),
    )

    def get_urls(self) -> list[URLPattern]:
        pages: list[Route] = [
            ("overview/", hours.overview_page, "case_overview"),
            ("people/<int:person>/", hours.person_page, "case_person"),
            ("reconciled/", hours.reconciled_page, "case_reconciled"),
        ]
        posts = [
            ("people/<int:person>/deal/", deal, "case_deal"),
            ("<int:pk>/move/", move, "case_move"),
        ]
        return [*routes(self, pages=pages, posts=posts), *super().get_urls()]

    def beside(self, request: HttpRequest, row: Case) -> dict[str, Any]:
        """Its history and the next steps."""
        return {
            "case": row,
            "steps": row.steps.select_related("by"),
            "may_settle": allows(request, "settle_findings", row.program),
        }


def deal(owner: ProgramScopedAdmin, request: HttpRequest, person: int) -> HttpResponse:
    """Make a case of a finding on somebody's page."""
    ledger, someone = hours.ledger_of_request(request, person)
    here = hours.person_address(ledger, someone)
    try:
        first, last = (hours.day_of(request.POST, name) for name in ("first_day", "last_day"))
    except ValueError as error:
        raise BadRequest(str(error)) from error
    verb = partial(
        open_case,
        someone,
        program=ledger.program,
        rule=request.POST.get("rule", ""),
        first_day=first,
        last_day=last,
        label=request.POST.get("label", ""),
        state=request.POST.get("state", Case.State.OPEN),
        reason=request.POST.get("reason", ""),
        action=request.POST.get("action", ""),
        by=signed_in(request),
        at=Scope.of(request).at,
    )
    return answered(request, verb, done="Noted.", to=lambda _: here, otherwise=here)


def move(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    case: Any = get_object_or_404(owner.get_queryset(request).select_related("program"), pk=pk)
    here = address("case_change", pk, app="compliance")
    verb = partial(
        move_case,
        case,
        request.POST.get("state", ""),
        seen=request.POST.get("seen", ""),
        reason=request.POST.get("reason", ""),
        action=request.POST.get("action", ""),
        by=signed_in(request),
        at=Scope.of(request).at,
    )
    return answered(request, verb, done="Noted.", to=lambda _: here, otherwise=here)
