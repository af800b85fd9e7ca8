"""Admin pages of assignments: a record to look things up in; they are changed by services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from scheduling.admin.record import RecordAdmin
from scheduling.admin.swatches import ColoredAdmin, swatch
from scheduling.models import AcademicYear, Assignment, Block
from scheduling.queries.entries import activity_style, rotation_style


class BlockFilter(admin.SimpleListFilter):
    """The assignments of a year that touch one of its blocks."""

    title = "block"
    parameter_name = "block"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        years = model_admin.rows_to_refer_to(AcademicYear, request, model_admin.view_action)
        blocks = Block.objects.filter(academic_year__in=years).select_related("academic_year")
        self.blocks = {str(block.pk): block for block in blocks}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, f"{b.academic_year}, {b}") for key, b in self.blocks.items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Assignment]
    ) -> QuerySet[Assignment]:
        if self.value() is None:
            return queryset
        block = self.blocks.get(str(self.value()))
        if block is None:
            return queryset.none()
        return queryset.filter(
            version__schedule__academic_year=block.academic_year_id,
            starts_on__lte=block.ends_on,
            ends_on__gte=block.starts_on,
        )


@admin.register(Assignment)
class AssignmentAdmin(ColoredAdmin, RecordAdmin):
    """Drafts and all that was ever published."""

    view_action = "view_draft"
    program_lookup = "version__schedule__program"

    list_display = (
        "cell",
        "person",
        "kind",
        "starts_on",
        "ends_on",
        "slot",
        "source",
        "lock",
        "version",
    )
    list_select_related = (
        "person",
        "rotation",
        "activity",
        "call_type",
        "version__schedule__program",
        "version__schedule__academic_year",
    )
    list_filter = (
        "version__schedule__program",
        "version__status",
        "kind",
        BlockFilter,
        "person",
        "source",
        "locked",
    )
    search_fields = ("person__last_name", "person__first_name")
    search_help_text = "A person's name."
    date_hierarchy = "starts_on"
    # Counting tens of thousands of rows twice for a page tells nobody anything.
    show_full_result_count = False
    fields = (
        "version",
        ("person", "kind"),
        ("rotation", "activity"),
        ("call_type", "slot"),
        ("starts_on", "ends_on"),
        ("starts_at", "ends_at"),
        "source",
        ("locked", "lock_reason"),
    )

    @admin.display(description="what")
    def cell(self, assignment: Assignment) -> SafeString:
        return swatch(assignment.code, _style(assignment))

    @admin.display(description="locked", ordering="locked")
    def lock(self, assignment: Assignment) -> str:
        return assignment.lock_reason if assignment.locked else ""


def _style(assignment: Assignment) -> str:
    if assignment.rotation_id:
        return rotation_style(assignment.rotation_id)
    return activity_style(assignment.activity_id) if assignment.activity_id else "is-plain"
