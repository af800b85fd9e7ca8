"""Admin pages of schedules and their versions: what is a draft, what is published, what was."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.menu import Group, put
from scheduling.admin import changing, looking, publishing, scenarios
from scheduling.admin.links import address, link
from scheduling.admin.pages import allows
from scheduling.admin.record import RecordAdmin
from scheduling.models import Schedule, ScheduleVersion
from scheduling.queries.faults import fault_list
from scheduling.services.check import findings

put(
    Group.SCHEDULE,
    50,
    "Schedules",
    "event_note",
    "scheduling_schedule_changelist",
    "view_published_schedule",
)
put(
    Group.SCHEDULE, 60, "Versions", "history", "scheduling_scheduleversion_changelist", "view_draft"
)

Status = ScheduleVersion.Status


def found_words(hard: int | None, advisory: int | None) -> str:
    if hard is None:
        return "not checked"
    if not hard and not advisory:
        return "nothing found"
    return f"{hard} violations, {advisory} advisories"


@admin.register(Schedule)
class ScheduleAdmin(RecordAdmin):
    """One row for each academic year that was ever planned."""

    view_action = "view_published_schedule"

    list_display = ("__str__", "draft", "published", "pages")
    list_select_related = ("program", "academic_year")
    list_filter = ("program",)
    fields = ("program", "academic_year", "draft", "published", "pages")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schedule]:
        versions = ScheduleVersion.objects.filter(schedule=OuterRef("pk"))
        shown = {
            f"{status.value}_{name}": Subquery(
                versions.filter(status=status, scenario="").values(name)[:1]
            )
            for status in (Status.DRAFT, Status.PUBLISHED)
            for name in ("pk", "number")
        }
        rows: QuerySet[Schedule] = super().get_queryset(request)
        return rows.annotate(**shown)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "draft", "published", "pages")

    @admin.display(description="draft")
    def draft(self, schedule: Schedule) -> str:
        return _version_link(schedule, Status.DRAFT)

    @admin.display(description="published")
    def published(self, schedule: Schedule) -> str:
        return _version_link(schedule, Status.PUBLISHED)

    @admin.display(description="pages")
    def pages(self, schedule: Schedule) -> SafeString:
        return format_html(
            "{} · {} · {} · {}",
            year_links(schedule.academic_year_id),
            link("How it held up", "academicyear_upkeep", schedule.academic_year_id),
            link("As it was", "schedule_as_of", schedule.pk),
            link("Scenarios", "schedule_scenarios", schedule.pk),
        )

    def get_urls(self) -> list[URLPattern]:
        return [
            *changing.schedule_urls(self),
            *scenarios.schedule_urls(self),
            *super().get_urls(),
        ]


def _version_link(schedule: Schedule, status: Status) -> str:
    key = getattr(schedule, f"{status.value}_pk")
    number = getattr(schedule, f"{status.value}_number")
    return link(f"Version {number}", "scheduleversion_change", key) if key else "none"


def year_links(year: int) -> SafeString:
    return format_html(
        "{} · {}",
        link("Year grid", "academicyear_grid", year),
        link("Generate", "academicyear_generate", year),
    )


@admin.register(ScheduleVersion)
class ScheduleVersionAdmin(RecordAdmin):
    """Drafts and published versions; checked, published and withdrawn from their own pages."""

    view_action = "view_draft"
    program_lookup = "schedule__program"
    change_form_template = "admin/scheduling/version.html"

    list_display = (
        "__str__",
        "status",
        "published_at",
        "published_by",
        "report_words",
        "checked_at",
    )
    list_select_related = ("schedule__program", "schedule__academic_year", "published_by")
    list_filter = ("schedule__program", "status")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("schedule", "based_on"),
                    "scenario",
                    ("created_at", "created_by"),
                    ("published_at", "published_by"),
                    ("submitted_at", "submitted_by"),
                    ("approved_at", "approved_by"),
                    ("checked_at", "report_words"),
                    ("reason", "note"),
                    "withdrawn_at",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScheduleVersion]:
        rows: QuerySet[ScheduleVersion] = super().get_queryset(request)
        return rows.select_related(*self.list_select_related)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "report_words")

    def get_urls(self) -> list[URLPattern]:
        return [
            *publishing.urls(self),
            *changing.version_urls(self),
            *scenarios.version_urls(self),
            *looking.version_urls(self),
            *super().get_urls(),
        ]

    def beside(self, request: HttpRequest, row: ScheduleVersion) -> dict[str, Any]:
        """What can be done, and what was found."""
        program = row.schedule.program
        found = findings(row) if allows(request, "view_violations", program) else None
        return {
            "can": {
                "check": allows(request, "view_violations", program),
                "edit": allows(request, "edit_schedule", program),
                "publish": allows(request, "publish_schedule", program),
            },
            "faults": None if found is None else fault_list(found),
            "sums": address("scheduleversion_found", row.pk, 0).removesuffix("0/"),
        }

    @admin.display(description="found")
    def report_words(self, version: ScheduleVersion) -> str:
        return found_words(version.violations, version.advisories)
