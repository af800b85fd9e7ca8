"""Admin pages of assignments: a record to look things up in; they are changed by services."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils.safestring import SafeString

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes
from scheduling.admin.record import RecordAdmin
from scheduling.admin.swatches import ColoredAdmin, swatch
from scheduling.models import AcademicYear, Assignment, Block, ScheduleVersion
from scheduling.models.schedule import LARGE
from scheduling.queries.entries import activity_style, rotation_style
from scheduling.services.repair import propose_repairs

put(
    Group.SCHEDULE,
    70,
    "Assignments",
    "assignment_ind",
    "scheduling_assignment_changelist",
    "view_draft",
)


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
    # As the index has them: in the order of versions by name every row would be read first.
    ordering = ("version_id", "starts_on", "pk")
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

    change_form_template = "admin/scheduling/assignment.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        rows: QuerySet[Assignment] = super().get_queryset(request)
        return rows.defer(*LARGE)

    def get_urls(self) -> list[URLPattern]:
        posts = [("<int:pk>/repair/", repair, "assignment_repair")]
        return [*routes(self, posts=posts), *super().get_urls()]

    def beside(self, request: HttpRequest, row: Assignment) -> dict[str, Any]:
        """A way to find somebody else for a published call or half-day."""
        published = row.version.status == ScheduleVersion.Status.PUBLISHED
        movable = row.kind in (Assignment.Kind.CALL, Assignment.Kind.HALF_DAY)
        may_edit = allows(request, "edit_schedule", row.version.schedule.program)
        return {"can_repair": published and movable and may_edit}

    @admin.display(description="what")
    def cell(self, assignment: Assignment) -> SafeString:
        return swatch(assignment.code, _style(assignment))

    @admin.display(description="locked", ordering="locked")
    def lock(self, assignment: Assignment) -> str:
        return assignment.lock_reason if assignment.locked else ""


def repair(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Look for somebody else who can do a published duty."""
    row: Assignment = get_object_or_404(owner.get_queryset(request), pk=pk)
    return answered(
        request,
        partial(propose_repairs, row, by=signed_in(request), at=Scope.of(request).at),
        done="Repairs are being looked for.",
        to=lambda run: address("repairrun_change", run.pk),
        otherwise=address("assignment_change", pk),
    )


def _style(assignment: Assignment) -> str:
    if assignment.rotation_id:
        return rotation_style(assignment.rotation_id)
    return activity_style(assignment.activity_id) if assignment.activity_id else "is-plain"
