"""Admin pages of demand that differs from the usual on some days."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.asking import asks
from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.links import address
from scheduling.admin.pages import routes
from scheduling.admin.work_hours import KeptAdmin
from scheduling.models import DemandChange
from scheduling.services.demand import change_demand, withdraw_demand
from scheduling.services.repair import propose_repairs

put(
    Group.SCHEDULE,
    45,
    "Changed demand",
    "groups",
    "scheduling_demandchange_changelist",
    "view_draft",
)

ASKED = ("asked_by", "asked_at", "withdrawn_by", "withdrawn_at")


@admin.register(DemandChange)
class DemandChangeAdmin(KeptAdmin):
    """More or fewer people than usual, with who asked for them and why."""

    view_action = "view_draft"
    add_action = "edit_schedule"

    list_display = (
        "what", "staff", "slot", "starts_on", "ends_on", "more", "reason", "stands", "program",
    )  # fmt: skip
    list_select_related = ("call_type", "activity", "program")
    list_filter = ("program",)
    search_fields = ("reason", "call_type__code", "activity__code")
    date_hierarchy = "starts_on"
    actions = ("withdraw",)

    def get_fields(self, request: HttpRequest, obj: DemandChange | None = None) -> tuple[Any, ...]:
        asked = ("call_type", "activity", ("staff", "slot"), ("starts_on", "ends_on"), "more")
        if obj is None:
            return ("program", *asked, "reason")
        return ("program", *asked, "reason", *ASKED)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *ASKED)

    def get_urls(self) -> list[URLPattern]:
        posts = [("<int:pk>/repair/", repair, "demandchange_repair")]
        return [*routes(self, posts=posts), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: DemandChange, form: Any, change: bool) -> None:
        names = ("starts_on", "ends_on", "more", "reason", "staff", "slot")
        details = {name: form.cleaned_data[name] for name in names}
        by, at = signed_in(request), Scope.of(request).at
        what = form.cleaned_data["call_type"] or form.cleaned_data["activity"]
        saved = change_demand(obj.program, what, by=by, at=at, **details)
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.display(description="of")
    def what(self, row: DemandChange) -> str:
        return str(row.call_type or row.activity)

    @admin.display(description="holds", boolean=True)
    def stands(self, row: DemandChange) -> bool:
        return row.withdrawn_at is None

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.add_action)

    @admin.action(description="Take the chosen back", permissions=["withdraw"])
    @asks(
        "As many people as usual are needed again. Whoever was put there stays until somebody takes them off."
    )
    def withdraw(self, request: HttpRequest, queryset: QuerySet[DemandChange]) -> None:
        self.do_to_each(request, queryset, withdraw_demand, done="taken back")


def repair(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Look for people for it in the published schedule."""
    row: DemandChange = get_object_or_404(owner.get_queryset(request), pk=pk)
    return answered(
        request,
        partial(propose_repairs, row, by=signed_in(request), at=Scope.of(request).at),
        done="Repairs are being looked for.",
        to=lambda run: address("repairrun_change", run.pk),
        otherwise=address("repairrun_hits"),
    )
