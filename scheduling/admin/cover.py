"""The admin pages of covers: who has done what for whom, and what is still to be made good."""

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
from scheduling.admin.leave_pages import program_of
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.admin.record import RecordAdmin
from scheduling.models import Cover
from scheduling.queries.covers import ledger
from scheduling.services.cover_ledger import settle_cover

put(
    Group.PEOPLE,
    32,
    "Sick call and cover",
    "sick",
    "scheduling_cover_ledger",
    "view_draft",
    holds=("scheduling_cover_changelist", "scheduling_cover_change"),
)


@admin.register(Cover)
class CoverAdmin(RecordAdmin):
    """Every cover that was activated, by whom and when."""

    view_action = "view_draft"

    list_display = (
        "covered_by",
        "covered_for",
        "code",
        "starts_at",
        "state",
        "activated_by",
        "activated_at",
    )
    list_select_related = ("program", "covered_by", "covered_for", "activated_by")
    list_filter = ("program", "state", "is_call")
    search_fields = ("covered_by__last_name", "covered_for__last_name")
    date_hierarchy = "starts_at"
    fields = (
        ("program", "code", "is_call"),
        ("covered_by", "covered_for"),
        ("starts_at", "ends_at"),
        ("activated_by", "activated_at", "change_set"),
        ("state", "settled_by", "settled_at"),
        ("settled_how", "repaid_with"),
    )

    def get_urls(self) -> list[URLPattern]:
        pages = [("ledger/", ledger_page, "cover_ledger")]
        posts = [("<int:pk>/settle/", settle, "cover_settle")]
        return [*routes(self, pages=pages, posts=posts), *super().get_urls()]


def ledger_page(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """A sum for each person, and the covers that are open, oldest first."""
    program = program_of(request, "view_draft")
    at = Scope.of(request).at
    owed = Cover.objects.owed().filter(program=program)
    rows = owed.select_related("covered_by", "covered_for").order_by("starts_at", "pk")
    tallies = ledger(program, at=at)
    return show(
        owner,
        request,
        "cover_ledger",
        "Cover",
        program=program,
        tallies=tallies,
        most=max((tally.given for tally in tallies), default=0),
        owed=rows,
        can_settle=allows(request, "amend_schedule", program),
    )


def settle(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    cover: Any = get_object_or_404(owner.get_queryset(request).select_related("program"), pk=pk)
    verb = partial(
        settle_cover,
        cover,
        request.POST.get("state", ""),
        by=signed_in(request),
        at=Scope.of(request).at,
        how=request.POST.get("how", ""),
    )
    here = f"{address('cover_ledger')}?program={cover.program.slug}"
    return answered(request, verb, done="Settled.", to=lambda _: here, otherwise=here)
