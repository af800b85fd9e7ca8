"""The page of a spreadsheet that a worker reads: how far it is, ending it, what came of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.links import address
from scheduling.admin.pages import routes
from scheduling.admin.record import RecordAdmin
from scheduling.admin.uploads import listed
from scheduling.models import SheetReading
from scheduling.services.sheet_readings import cancel_reading, problems_of


@admin.register(SheetReading)
class SheetReadingAdmin(RecordAdmin):
    """What was brought in the last days and is too large to be read at once."""

    view_action = "edit_schedule"
    program_lookup = "academic_year__program"
    change_form_template = "admin/scheduling/sheet_reading.html"

    list_display = ("file_name", "academic_year", "status", "requested_at", "finished_at")
    list_select_related = ("academic_year__program",)
    list_filter = ("status",)
    # How far it is stands above them, and is looked at again.
    fields = (("academic_year", "requested_at"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SheetReading]:
        rows: QuerySet[SheetReading] = super().get_queryset(request)
        return rows.defer("brought")

    def get_urls(self) -> list[URLPattern]:
        cancelling = ("<int:pk>/cancel/", cancel, "sheetreading_cancel")
        return [*routes(self, posts=[cancelling]), *super().get_urls()]

    def beside(self, request: HttpRequest, row: SheetReading) -> dict[str, Any]:
        return listed(tuple(problems_of(row)))

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        """Once it is read, the page is that of what it says."""
        row = self.get_object(request, object_id)
        if row is None or row.sheet_id is None or not self.has_view_permission(request, row):
            return super().change_view(request, object_id, *args, **kw)
        there = address("sheetimport_change", row.sheet_id)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": there})
        return HttpResponseRedirect(there)


def cancel(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    rows: Any = owner.get_queryset(request).select_related("academic_year__program")
    reading, here = get_object_or_404(rows, pk=pk), address("sheetreading_change", pk)
    verb = partial(cancel_reading, reading, by=signed_in(request), at=Scope.of(request).at)
    done = "Cancelled. Nothing of the file is kept."
    return answered(request, verb, done=done, to=lambda _: here, otherwise=here)
