"""Admin page of the history: who changed what in a program, in sentences."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from people.admin.menu import Group, put
from people.admin.record import LookOnlyAdmin
from people.admin.scoped import Scope, signed_in
from people.history import kept
from people.models import Record
from people.queries.history import records_for, told

put(Group.OPERATIONS, 15, "Who changed what", "history", "people_record_changelist", "view_audit")


class KindFilter(admin.SimpleListFilter):
    """By what a row is, in the words of the admin site."""

    title, parameter_name = "what", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        named = [(one.label, str(one.model._meta.verbose_name_plural)) for one in kept.values()]
        return sorted(named, key=lambda each: each[1].lower())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class Sentences(ChangeList):
    """A page of records, of which each knows its sentence."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        records = list(self.result_list)
        for each in told(records, to=request.user, at=Scope.of(request).at):
            each.record.told = each  # type: ignore[attr-defined]
        self.result_list = records


@admin.register(Record)
class RecordAdmin(LookOnlyAdmin):
    """The database writes it; nobody changes it."""

    view_action = "view_audit"
    program_lookup = None

    list_display = ("at", "who", "sentence", "through")
    list_display_links = None
    list_select_related = ("program",)
    list_filter = ("program", KindFilter, "verb", "door", "by")
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[ChangeList]:
        return Sentences

    def get_queryset(self, request: HttpRequest) -> QuerySet[Record]:
        return records_for(signed_in(request), at=Scope.of(request).at)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.may(request, self.view_action)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    @admin.display(description="who")
    def who(self, record: Any) -> str:
        return str(record.told.who)

    @admin.display(description="what was done")
    def sentence(self, record: Any) -> str:
        return str(record.told.deed)

    @admin.display(description="through")
    def through(self, record: Any) -> str:
        return str(record.told.door)
