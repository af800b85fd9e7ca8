"""Admin lists whose rows may be changed several at once: choose, look, apply, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BooleanField, ForeignKey, QuerySet
from django.forms import Field, NullBooleanField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.models import JointChange
from people.services.joint_changes import (
    MOST_ROWS,
    change_together,
    offers,
    preview_together,
    undo_together,
)

SET = "set-"
"""Before the name of a field whose box is ticked."""


class TogetherAdmin(ProgramScopedAdmin):
    """A list with the action “Change the chosen together”."""

    actions: Any = ("together",)

    @property
    def kind(self) -> str:
        return str(self.model._meta.label_lower)

    def _page(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        ours = [
            path("together/", view(self.together_view), name=self._page("together")),
            path("together/<int:pk>/", view(self.made_view), name=self._page("together_made")),
        ]
        return [*ours, *super().get_urls()]

    @admin.action(description="Change the chosen together…", permissions=["change"])
    def together(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        keys = ",".join(map(str, queryset.values_list("pk", flat=True)[: MOST_ROWS + 1]))
        page = reverse(f"admin:{self._page('together')}")
        return HttpResponseRedirect(f"{page}?{urlencode({'rows': keys})}")

    def together_view(self, request: HttpRequest) -> HttpResponse:
        """A form of what may be set; what it would do to each row; then it is done."""
        if not self.has_change_permission(request):
            raise PermissionDenied(f"You may not change {self.opts.verbose_name_plural}.")
        rows = self._chosen(request)
        values = {
            name: request.POST.get(name, "")
            for name in offers[self.kind].fields
            if f"{SET}{name}" in request.POST
        }
        by, at = signed_in(request), Scope.of(request).at
        preview = None
        try:
            if "apply" in request.POST:
                made = change_together(self.kind, rows, values, by=by, at=at)
                page = reverse(f"admin:{self._page('together_made')}", args=[made.pk])
                return HttpResponseRedirect(page)
            if request.method == "POST":
                preview = preview_together(self.kind, rows, values, by=by, at=at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Change {len(rows)} {self.opts.verbose_name_plural} together",
            "model_admin": self,
            "opts": self.opts,
            "rows": rows,
            "keys": ",".join(str(row.pk) for row in rows),
            "fields": [self._field(request, name, values) for name in offers[self.kind].fields],
            "preview": preview,
            "values": values,
        }
        return TemplateResponse(request, "admin/people/together.html", context)

    def made_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was changed together, and a button that takes it back."""
        mine = self.limit_for(request, self.model._default_manager.all(), self.change_action)
        rows = JointChange.objects.filter(kind=self.kind, program__in=mine.values("program"))
        change = get_object_or_404(rows.select_related("by", "undone_by"), pk=pk)
        if request.method == "POST":
            try:
                undo_together(change, by=signed_in(request), at=Scope.of(request).at)
                messages.success(request, "The rows hold again what they held before.")
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{len(change.rows)} {self.opts.verbose_name_plural} changed together",
            "model_admin": self,
            "opts": self.opts,
            "change": change,
            "set": [
                (self.model._meta.get_field(name).verbose_name, value)
                for name, value in change.values.items()
            ],
        }
        return TemplateResponse(request, "admin/people/changed_together.html", context)

    def _chosen(self, request: HttpRequest) -> list[Any]:
        """Those of the keys in the address or the form that the user may change."""
        written = request.POST.get("rows", request.GET.get("rows", ""))
        keys = [int(key) for key in written.split(",") if key.isdecimal()]
        rows = self.limit_for(request, self.model._default_manager.all(), self.change_action)
        return list(rows.filter(pk__in=keys).select_related("program"))

    def _field(self, request: HttpRequest, name: str, values: dict[str, str]) -> dict[str, Any]:
        field: Any = self.model._meta.get_field(name)
        widget = self._form_field(field, request).widget
        widget.is_required = False
        attributes = {"id": f"id_{name}", "class": "rounds-input"}
        return {
            "name": name,
            "label": field.verbose_name,
            "help": field.help_text,
            "ticked": name in values,
            "html": widget.render(name, values.get(name, ""), attrs=attributes),
        }

    def _form_field(self, field: Any, request: HttpRequest) -> Field:
        """Plain inputs; of a relation only what the user may refer to."""
        if isinstance(field, BooleanField):
            return NullBooleanField()
        if isinstance(field, ForeignKey):
            found = field.formfield(queryset=self._choices_of(field, request))
            assert found is not None  # noqa: S101 -- relations have a form field
            return found
        plain: Field = field.formfield()
        if plain.widget.input_type == "text" and "date" in field.get_internal_type().lower():
            plain.widget.input_type = "date"
        return plain
