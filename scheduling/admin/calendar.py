"""Admin pages of academic years with their blocks, and of days that are not ordinary."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedInline, Scope, signed_in
from people.admin.together import TogetherAdmin
from scheduling.admin import (
    call_roster,
    cells,
    comparing,
    downloads,
    fairness,
    grid_edits,
    grids,
    looking,
    manifest,
    planning,
    training,
    upkeep,
)
from scheduling.admin.links import link
from scheduling.admin.styled import StyledAdmin
from scheduling.models import AcademicYear, Block, SpecialDay
from scheduling.services.open_year import open_academic_year

put(
    Group.PROGRAM,
    20,
    "Academic years",
    "date_range",
    "scheduling_academicyear_changelist",
    "view_calendar",
)
put(
    Group.PROGRAM,
    30,
    "Special days",
    "celebration",
    "scheduling_specialday_changelist",
    "view_calendar",
)


class BlockInline(ProgramScopedInline):
    """The blocks that the program's calendar gave; they are made when the year is opened."""

    model = Block
    hide_title = True
    view_action = "view_calendar"
    program_lookup = "academic_year__program"
    fields = ("number", "starts_on", "ends_on", "half_days")
    readonly_fields = ("half_days",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="half-days")
    def half_days(self, block: Block) -> SafeString:
        """Block 0 is shown with block 1."""
        shown = max(block.number, 1)
        return link("Open the grid", "academicyear_block", block.academic_year_id, shown)


@admin.register(AcademicYear)
class AcademicYearAdmin(StyledAdmin):
    """A year is opened by naming it; its days and blocks follow from the program's calendar."""

    view_action = "view_calendar"
    add_action = "manage_calendar"

    list_display = ("__str__", "program", "starts_on", "ends_on", "blocks_in_it", "pages")
    list_select_related = ("program",)
    list_filter = ("program",)
    inlines = (BlockInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(block_count=Count("blocks"))

    def get_fields(self, request: HttpRequest, obj: AcademicYear | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("program", "year")
        return ("program", "year", "starts_on", "ends_on", "pages")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "pages")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its days follow from its number, and schedules from its days."""
        return False

    def get_urls(self) -> list[URLPattern]:
        return [
            *grids.urls(self),
            *cells.urls(self),
            *grid_edits.urls(self),
            *downloads.urls(self),
            *call_roster.urls(self),
            *fairness.urls(self),
            *training.urls(self),
            *upkeep.urls(self),
            *manifest.urls(self),
            *planning.urls(self),
            *looking.year_urls(self),
            *comparing.year_urls(self),
            *super().get_urls(),
        ]

    @admin.display(description="blocks", ordering="block_count")
    def blocks_in_it(self, year: AcademicYear) -> int:
        count: int = year.block_count  # type: ignore[attr-defined]
        return count

    @admin.display(description="pages")
    def pages(self, year: AcademicYear) -> SafeString:
        return format_html(
            "{} · {}",
            link("Year grid", "academicyear_grid", year.pk),
            link("Generate", "academicyear_generate", year.pk),
        )

    def save_model(
        self, request: HttpRequest, obj: AcademicYear, form: ModelForm[Any], change: bool
    ) -> None:
        by, at = signed_in(request), Scope.of(request).at
        opened = open_academic_year(obj.program, obj.year, by=by, at=at)
        obj.pk = opened.pk
        obj.refresh_from_db()


@admin.register(SpecialDay)
class SpecialDayAdmin(TogetherAdmin):
    """Holidays, training days and days with little staff."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = ("on", "name", "kind", "program")
    list_display_links = ("on", "name")
    list_select_related = ("program",)
    list_filter = ("program", "kind")
    search_fields = ("name",)
    date_hierarchy = "on"
