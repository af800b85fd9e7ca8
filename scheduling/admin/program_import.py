"""Admin pages that take in a program workbook: upload it, look at what it changes, accept it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.uploads import not_too_large
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
SHOWN = 500
"""How many problems a page lists; a file with more has something wrong with it as a whole."""
YEARS = 6


class UploadForm(forms.Form):
    """One file, looked into only when it is not too large."""

    workbook = forms.FileField(
        label="Program workbook",
        help_text=f"An Excel workbook (.xlsx) or its JSON twin, {LARGEST_FILE // MEGABYTE} MB at most.",
        allow_empty_file=True,
    )

    def clean_workbook(self) -> Any:
        return not_too_large(self.cleaned_data["workbook"])


@admin.register(ProgramImport)
class ProgramImportAdmin(ProgramScopedAdmin):
    """The list of uploads; adding one is uploading, opening one is looking at its changes."""

    view_action = add_action = change_action = "import_program"

    list_display = ("file_name", "program", "status", "uploaded_by", "uploaded_at", "decided_by")
    list_select_related = ("program", "uploaded_by", "decided_by")
    list_filter = ("status", "program")
    date_hierarchy = "uploaded_at"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.template_view)
        ours = [path("template/", view, name="scheduling_programimport_template")]
        return [*ours, *super().get_urls()]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """An empty workbook to fill in."""
        if not self.has_add_permission(request):
            raise PermissionDenied("You may not import a program.")
        response = HttpResponse(write_workbook(), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="program.xlsx"'
        return response

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file in; what is wrong with it is listed on the same page."""
        if not self.has_add_permission(request):
            raise PermissionDenied("You may not import a program.")
        is_sent = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
        problems: tuple[Problem, ...] = ()
        if is_sent and form.is_valid():
            try:
                return self._stage(request, form.cleaned_data["workbook"])
            except ProgramRefused as refusal:
                problems = refusal.problems
        return self._page(
            request,
            "upload",
            title="Import a program workbook",
            form=form,
            file_name=form.cleaned_data["workbook"].name if problems else "",
            years=_years(request),
            **_listed(problems),
        )

    def _stage(self, request: HttpRequest, upload: Any) -> HttpResponse:
        by, at = signed_in(request), Scope.of(request).at
        staged = stage_program(upload.read(), file_name=upload.name, by=by, at=at)
        return HttpResponseRedirect(_url("change", staged.pk))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What an upload would change, and the buttons that accept it or put it aside."""
        staged: ProgramImport | None = self.get_object(request, object_id)
        if staged is None:
            raise Http404("There is no such upload.")
        if not self.has_view_permission(request, staged):
            raise PermissionDenied("You may not see this upload.")
        if request.method == "POST":
            return self._decide(request, staged)
        return self._show(request, staged)

    def _decide(self, request: HttpRequest, staged: ProgramImport) -> HttpResponse:
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
            return HttpResponseRedirect(_url("change", staged.pk))
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(_url("change", staged.pk))

    def _show(self, request: HttpRequest, staged: ProgramImport) -> HttpResponse:
        preview: Preview | None = None
        problems: tuple[Problem, ...] = ()
        if staged.status == ProgramImport.Status.STAGED:
            try:
                preview = preview_import(staged, by=signed_in(request), at=Scope.of(request).at)
            except ProgramRefused as refusal:
                problems = refusal.problems
        return self._page(
            request,
            "preview",
            title=staged.file_name,
            staged=staged,
            is_staged=staged.status == ProgramImport.Status.STAGED,
            preview=preview,
            year=AcademicYear.objects.filter(program=staged.program).order_by("year").last(),
            **_listed(problems),
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context = self.admin_site.each_context(request) | context | {"opts": self.opts}
        return TemplateResponse(request, f"admin/scheduling/programimport/{template}.html", context)


def _years(request: HttpRequest) -> QuerySet[AcademicYear]:
    """Those whose programs may be downloaded, the latest first."""
    found = AcademicYear.objects.select_related("program").order_by("-year", "program__name")
    scope = Scope.of(request)
    if scope.is_unlimited:
        return found[:YEARS]
    return found.filter(program__in=scope.programs("import_program"))[:YEARS]


def _url(page: str, *args: object) -> str:
    return reverse(f"admin:scheduling_programimport_{page}", args=args)


def _listed(problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {"problems": problems[:SHOWN], "more_problems": max(len(problems) - SHOWN, 0)}
