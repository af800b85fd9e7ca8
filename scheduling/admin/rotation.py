"""Admin pages of rotations: who may do them, how many at once, what their week looks like."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, ProgramScopedInline
from people.admin.together import TogetherAdmin
from scheduling.admin import weekly_pattern
from scheduling.admin.arrays import ArraysAdmin
from scheduling.admin.swatches import ColoredAdmin, swatch
from scheduling.models import (
    AttendingShare,
    AttendingWeek,
    PatternCell,
    Rotation,
    RotationDemand,
    WeeklyShare,
)
from scheduling.queries.entries import rotation_style
from scheduling.queries.weekly_pattern import WEEKDAYS, weekly_patterns

put(Group.PROGRAM, 40, "Rotations", "sync", "scheduling_rotation_changelist", "view_calendar")


class DemandInline(ProgramScopedInline):
    """How many residents it needs and takes."""

    model = RotationDemand
    hide_title = True
    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"
    program_lookup = "rotation__program"
    fields = ("pgy", "minimum", "maximum")


class WeeklyShareInline(ProgramScopedInline):
    """How many half-days a week of an activity it asks for."""

    model = WeeklyShare
    hide_title = True
    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"
    program_lookup = "rotation__program"
    fields = ("activity", "pgy", "minimum", "maximum")


class AttendingShareInline(ProgramScopedInline):
    """Who attends on it, for how many weeks a year."""

    model = AttendingShare
    hide_title = True
    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"
    program_lookup = "rotation__program"
    fields = ("faculty_role", "minimum", "target", "maximum")


@admin.register(AttendingWeek)
class AttendingWeekAdmin(ArraysAdmin):
    """When the weeks of a service begin, and what goes with them."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"
    program_lookup = "rotation__program"

    list_display = ("rotation", "starts_weekday", "gap_weeks", "spaced_weeks", "call_type")
    list_select_related = ("rotation", "call_type")
    list_filter = ("rotation__program",)
    search_fields = ("rotation__code", "rotation__name")
    fields = (
        "rotation",
        ("starts_weekday", "gap_weeks", "spaced_weeks"),
        ("call_type", "call_nights"),
        "recovery",
    )


@admin.register(Rotation)
class RotationAdmin(TogetherAdmin, ColoredAdmin, ArraysAdmin):
    """The weekly pattern is shown here and changed cell by cell on its own list."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = ("cell", "name", "kind", "length", "place", "for_whom", "program")
    list_display_links = ("cell", "name")
    list_select_related = ("program", "place")
    list_filter = ("program", "kind", "length", "leave_eligible", "call_eligible")
    search_fields = ("code", "name")
    inlines = (DemandInline, WeeklyShareInline, AttendingShareInline)
    fieldsets = (
        (None, {"fields": ("program", ("code", "name"), ("kind", "length"), "place", "color")}),
        (
            "Who and when",
            {
                "fields": (
                    ("pgys", "faculty_roles"),
                    ("first_block", "last_block"),
                    ("leave_eligible", "call_eligible"),
                )
            },
        ),
        ("Made of two halves", {"fields": (("first_half", "second_half"),)}),
        ("Clinic weeks of groups of residents", {"fields": (("every_weeks", "for_weeks"),)}),
        ("Week", {"fields": ("week",)}),
    )

    def get_urls(self) -> list[URLPattern]:
        return [*weekly_pattern.urls(self), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "week")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A rotation that is not saved yet has no week."""
        found = super().get_fieldsets(request, obj)
        return found if obj else found[:-1]

    @admin.display(description="code", ordering="code")
    def cell(self, rotation: Rotation) -> SafeString:
        return swatch(rotation.code, rotation_style(rotation.pk))

    @admin.display(description="for")
    def for_whom(self, rotation: Rotation) -> str:
        if rotation.kind == Rotation.Kind.FACULTY:
            return ", ".join(role.replace("_", " ") for role in rotation.faculty_roles)
        return ", ".join(f"PGY-{pgy}" for pgy in rotation.pgys)

    @admin.display(description="weekly pattern")
    def week(self, rotation: Rotation) -> SafeString:
        cells = rotation.pattern.select_related("activity")
        chosen = f"{reverse('admin:scheduling_patterncell_changelist')}?rotation__id__exact={rotation.pk}"
        return render_to_string(
            "admin/scheduling/pattern.html",
            {"weeks": weekly_patterns(cells), "rotation": rotation, "cells": chosen},
        )


@admin.register(PatternCell)
class PatternCellAdmin(ProgramScopedAdmin):
    """The cells of all weekly patterns; choose a rotation to see one."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"
    program_lookup = "rotation__program"

    list_display = ("rotation", "weekday_name", "slot", "week", "pgy", "activity")
    list_display_links = ("rotation", "weekday_name")
    list_select_related = ("rotation", "activity")
    list_filter = ("rotation", "week", "weekday", "slot", "pgy")
    search_fields = ("rotation__code", "activity__code")
    fields = ("rotation", ("weekday", "slot"), ("week", "pgy"), "activity")

    @admin.display(description="day", ordering="weekday")
    def weekday_name(self, cell: PatternCell) -> str:
        return WEEKDAYS[cell.weekday]
