"""Admin pages that take in a file: bring it, see what is wrong with it, look, decide."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from people.admin.scoped import ProgramScopedAdmin
from scheduling.program_file.container import refusal_by_length
from scheduling.program_file.problem import Problem

if TYPE_CHECKING:
    # Unfold ships no types; its widget is Django's with another template.
    from django.forms import FileInput
else:
    from unfold.widgets import UnfoldAdminFileFieldWidget as FileInput

SHOWN = 500
"""How many problems a page lists; a file with more has something wrong with it as a whole."""


class UploadField(forms.FileField):
    """A file that is looked into only when it is not larger than any file may be."""

    # Unfold's script writes the name of the file into the text beside it, and fails without one.
    widget = FileInput

    def __init__(self, *, label: str, help_text: str) -> None:
        super().__init__(label=label, help_text=help_text, allow_empty_file=True)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if reason := refusal_by_length(upload.size):
            raise ValidationError(reason, code="too-large")
        return upload


class UploadAdmin(ProgramScopedAdmin):
    """The list of files that were brought; opening one is looking at what it changes."""

    date_hierarchy = "uploaded_at"

    add_title: str
    may_not: str
    file_field: str
    """The field of the form that is the file."""
    refusal: ClassVar[type[ValidationError]]
    """A refusal with `problems`."""

    @abstractmethod
    def form_of(self, request: HttpRequest, *sent: Any) -> forms.Form:
        """What is asked beside the file."""

    @abstractmethod
    def stage(self, request: HttpRequest, sent: dict[str, Any]) -> Any:
        """Keep the file, as a row."""

    @abstractmethod
    def decide(self, request: HttpRequest, staged: Any) -> HttpResponse:
        """Do what a button of the row's page says."""

    @abstractmethod
    def show(self, request: HttpRequest, staged: Any) -> HttpResponse:
        """What the file would change, and the buttons that decide about it."""

    def beside(self, request: HttpRequest) -> dict[str, Any]:
        """What the page that takes a file in shows besides."""
        return {}

    def is_decision(self, request: HttpRequest) -> bool:
        return request.method == "POST"

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file in; what is wrong with it is listed on the same page."""
        if not self.has_add_permission(request):
            raise PermissionDenied(self.may_not)
        is_sent = request.method == "POST"
        form = self.form_of(request, *((request.POST, request.FILES) if is_sent else ()))
        problems: tuple[Problem, ...] = ()
        if is_sent and form.is_valid():
            try:
                return HttpResponseRedirect(self.address_of(self.stage(request, form.cleaned_data)))
            except ValidationError as refusal:
                if not isinstance(refusal, self.refusal):
                    form.add_error(self.file_field, refusal)
                problems = getattr(refusal, "problems", ())
        name = form.cleaned_data[self.file_field].name if problems else ""
        context = {"title": self.add_title, "form": form, "file_name": name, **self.beside(request)}
        return self.page(request, "upload", **context, **listed(problems))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        staged = self.get_object(request, object_id)
        if staged is None:
            raise Http404("There is no such file.")
        if not self.has_view_permission(request, staged):
            raise PermissionDenied("You may not see this file.")
        return (self.decide if self.is_decision(request) else self.show)(request, staged)

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context = self.admin_site.each_context(request) | context | {"opts": self.opts}
        folder = f"admin/{self.opts.app_label}/{self.opts.model_name}"
        return TemplateResponse(request, f"{folder}/{template}.html", context)

    def address_of(self, staged: Any) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[staged.pk]
        )


def listed(problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {"problems": problems[:SHOWN], "more_problems": max(len(problems) - SHOWN, 0)}
