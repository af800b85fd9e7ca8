"""The page of a workbook that a worker makes: how far it is, ending it, fetching it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.links import address
from scheduling.admin.pages import routes
from scheduling.admin.record import RecordAdmin
from scheduling.models import Export
from scheduling.models.schedule import LARGE
from scheduling.sending import sent
from scheduling.services.exports import cancel_export, fetch_export


@admin.register(Export)
class ExportAdmin(RecordAdmin):
    """What was asked for in the last days."""

    view_action = "export_schedule"
    program_lookup = "version__schedule__program"
    change_form_template = "admin/scheduling/export.html"

    list_display = ("__str__", "status", "requested_at", "finished_at")
    list_select_related = ("version__schedule__program", "version__schedule__academic_year")
    list_filter = ("status",)
    # How far it is stands above them, and is looked at again.
    fields = (("version", "requested_at"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Export]:
        rows: QuerySet[Export] = super().get_queryset(request)
        return rows.defer("file", *LARGE)

    def get_urls(self) -> list[URLPattern]:
        return [
            *routes(
                self,
                pages=[("<int:pk>/download/", download, "export_download")],
                posts=[("<int:pk>/cancel/", cancel, "export_cancel")],
            ),
            *super().get_urls(),
        ]


def cancel(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    export, here = _export(owner, request, pk), address("export_change", pk)
    verb = partial(cancel_export, export, by=signed_in(request), at=Scope.of(request).at)
    return answered(request, verb, done="Cancelled.", to=lambda _: here, otherwise=here)


def download(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    export = _export(owner, request, pk)
    return sent(fetch_export(export, by=signed_in(request), at=Scope.of(request).at))


def _export(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> Export:
    rows: Any = owner.get_queryset(request).select_related("version__schedule__program")
    found: Export = get_object_or_404(rows, pk=pk)
    return found
