"""Admin pages that take in a program workbook: upload it, look at what it changes, accept it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from people.admin.menu import Group, put
from people.admin.scoped import Scope, signed_in
from scheduling.admin.uploads import UploadAdmin, UploadField, listed
from scheduling.models import AcademicYear, ProgramImport
from scheduling.program_file.container import LARGEST_FILE, MEGABYTE
from scheduling.program_file.problem import Problem
from scheduling.program_file.writer import write_workbook
from scheduling.services.load_program import Preview, ProgramRefused
from scheduling.services.stage_program import (
    apply_import,
    discard_import,
    preview_import,
    stage_program,
)

put(
    Group.OPERATIONS,
    20,
    "Import a program",
    "upload_file",
    "scheduling_programimport_changelist",
    "import_program",
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS = 6


class UploadForm(forms.Form):
    """One file and nothing else."""

    workbook = UploadField(
        label="Program workbook",
        help_text=f"An Excel workbook (.xlsx) or its JSON twin, {LARGEST_FILE // MEGABYTE} MB at most.",
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["workbook"].widget.attrs["accept"] = ".xlsx,.json"


@admin.register(ProgramImport)
class ProgramImportAdmin(UploadAdmin):
    """The list of uploads; adding one is uploading, opening one is looking at its changes."""

    view_action = add_action = change_action = "import_program"
    add_title = "Import a program workbook"
    may_not = "You may not import a program."
    file_field, refusal = "workbook", ProgramRefused

    list_display = ("file_name", "program", "status", "uploaded_by", "uploaded_at", "decided_by")
    list_select_related = ("program", "uploaded_by", "decided_by")
    list_filter = ("status", "program")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.template_view)
        ours = [path("template/", view, name="scheduling_programimport_template")]
        return [*ours, *super().get_urls()]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """An empty workbook to fill in."""
        if not self.has_add_permission(request):
            raise PermissionDenied(self.may_not)
        response = HttpResponse(write_workbook(), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="program.xlsx"'
        return response

    def form_of(self, request: HttpRequest, *sent: Any) -> UploadForm:
        return UploadForm(*sent)

    def beside(self, request: HttpRequest) -> dict[str, Any]:
        return {"years": _years(request)}

    def stage(self, request: HttpRequest, sent: dict[str, Any]) -> ProgramImport:
        by, at, upload = signed_in(request), Scope.of(request).at, sent["workbook"]
        return stage_program(upload.read(), file_name=upload.name, by=by, at=at)

    def decide(self, request: HttpRequest, staged: ProgramImport) -> HttpResponse:
        by, at = signed_in(request), Scope.of(request).at
        try:
            if "accept" in request.POST:
                preview = apply_import(staged, seen=request.POST["accept"], by=by, at=at)
                message = f"{preview.program} is loaded from {staged.file_name}."
            else:
                discard_import(staged, by=by, at=at)
                message = f"{staged.file_name} is put aside. Nothing was changed."
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages[:3]), messages.ERROR)
            return HttpResponseRedirect(self.address_of(staged))
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(self.address_of(staged))

    def show(self, request: HttpRequest, staged: ProgramImport) -> HttpResponse:
        preview: Preview | None = None
        problems: tuple[Problem, ...] = ()
        if staged.status == ProgramImport.Status.STAGED:
            try:
                preview = preview_import(staged, by=signed_in(request), at=Scope.of(request).at)
            except ProgramRefused as refusal:
                problems = refusal.problems
        return self.page(
            request,
            "preview",
            title=staged.file_name,
            staged=staged,
            is_staged=staged.status == ProgramImport.Status.STAGED,
            preview=preview,
            year=AcademicYear.objects.filter(program=staged.program).order_by("year").last(),
            **listed(problems),
        )


def _years(request: HttpRequest) -> QuerySet[AcademicYear]:
    """Those whose programs may be downloaded, the latest first."""
    found = AcademicYear.objects.select_related("program").order_by("-year", "program__name")
    scope = Scope.of(request)
    if scope.is_unlimited:
        return found[:YEARS]
    return found.filter(program__in=scope.programs("import_program"))[:YEARS]
