"""Admin pages of absences, where the office enters and decides them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from people.admin.asking import asks
from people.admin.scoped import ProgramScopedAdmin, Scope, columns_for, signed_in
from people.models import Absence
from people.privacy import AWAY, AbsenceReader
from people.services import absences

SPAN = ("starts_on", "starts_at_slot", "ends_on", "ends_slot")
PRIVATE = ("kind", "reason", "decision_note")
PAY = ("of_six_weeks", "pay_percent")
DECISION = ("status", "source", "requested_by", "requested_at", "decided_by", "decided_at")


class AbsenceAdmin(ProgramScopedAdmin):
    """The kind and the reason are shown only to those who may see why somebody is away.

    The schedule registers it, with the pages on what an absence does there.
    """

    view_action = "view_absences"
    add_action = change_action = "decide_absence"

    list_select_related = ("person", "program")
    list_filter = ("program", "status", "source", "kind")
    search_fields = ("person__last_name", "person__first_name")
    autocomplete_fields = ("person",)
    fixed_fields = ("person", "hidden_kind", "decision_note", *DECISION)
    date_hierarchy = "starts_on"
    actions = ("approve", "cancel")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = ("person", "program", _why_column(request), *SPAN, "status", "source")
        return columns_for(request, columns)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """A list filtered by kind would tell the kind of each row left in it."""
        scope = Scope.of(request)
        sees_all = scope.is_unlimited or (
            scope.programs(self.view_action) <= scope.programs("view_absence_reason")
        )
        filters = super().get_list_filter(request)
        return filters if sees_all else [item for item in filters if item != "kind"]

    def get_fields(self, request: HttpRequest, obj: Absence | None = None) -> tuple[Any, ...]:
        if obj is None:
            return ("program", "person", "kind", *SPAN, "reason", *PAY)
        private = (*PRIVATE, *PAY) if reader_of(request).sees_why(obj) else ("hidden_kind",)
        return ("program", "person", *SPAN, *private, *DECISION)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was denied or cancelled is a record."""
        is_record = isinstance(obj, Absence) and obj.status not in Absence.STANDING
        return not is_record and super().has_change_permission(request, obj)

    @admin.display(description="kind")
    def hidden_kind(self, absence: Absence) -> str:
        return AWAY

    def save_model(
        self, request: HttpRequest, obj: Absence, form: ModelForm[Any], change: bool
    ) -> None:
        by, at = signed_in(request), Scope.of(request).at
        if change:
            changed = {name: form.cleaned_data[name] for name in form.changed_data}
            absences.change_absence(obj, by=by, at=at, **changed)
            return
        details = {name: form.cleaned_data[name] for name in ("kind", *SPAN, "reason", *PAY)}
        saved = absences.record_absence(obj.person, program=obj.program, by=by, at=at, **details)
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.action(description="Approve the chosen absences", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Absence]) -> None:
        self.do_to_each(request, queryset, absences.approve_absence, done="approved")

    @admin.action(description="Cancel the chosen absences", permissions=["change"])
    @asks(
        "These people are expected to work then, and are told. A week of leave that was planned goes out of the published schedule, on record. An absence that was cancelled has to be entered again."
    )
    def cancel(self, request: HttpRequest, queryset: QuerySet[Absence]) -> None:
        self.do_to_each(request, queryset, absences.cancel_absence, done="cancelled")


def reader_of(request: HttpRequest) -> AbsenceReader:
    """One for each request, because Django asks for the columns many times."""
    reader: AbsenceReader | None = getattr(request, "absence_reader", None)
    if reader is None:
        reader = AbsenceReader(request.user, at=Scope.of(request).at)
        request.absence_reader = reader  # type: ignore[attr-defined]
    return reader


def _why_column(request: HttpRequest) -> Callable[[Absence], str]:
    reader = reader_of(request)

    @admin.display(description="kind")
    def why(absence: Absence) -> str:
        return reader.read(absence).label

    return why
