"""Admin pages of sessions of the week, requirements of training and what was done before."""

from __future__ import annotations

from django.contrib import admin

from people.admin.scoped import ProgramScopedAdmin
from scheduling.models import Credit, Requirement, SessionDemand
from scheduling.queries.weekly_pattern import WEEKDAYS


@admin.register(SessionDemand)
class SessionDemandAdmin(ProgramScopedAdmin):
    """How many people an activity needs, and takes, on a half-day of the week."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = ("activity", "staff", "weekday_name", "slot", "week", "minimum", "maximum")
    list_select_related = ("program", "activity")
    list_filter = ("program", "staff", "weekday", "slot")
    search_fields = ("activity__code",)
    fields = (
        "program",
        ("activity", "staff"),
        ("weekday", "slot", "week"),
        ("minimum", "maximum"),
        "half_a_day_each",
    )

    @admin.display(description="day", ordering="weekday")
    def weekday_name(self, demand: SessionDemand) -> str:
        return WEEKDAYS[demand.weekday]


@admin.register(Requirement)
class RequirementAdmin(ProgramScopedAdmin):
    """What residents must have done by the end of a year or of training."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = ("code", "name", "pgy", "track", "minimum", "unit", "binding", "program")
    list_display_links = ("code", "name")
    list_select_related = ("program",)
    list_filter = ("program", "unit", "binding", "pgy")
    search_fields = ("code", "name")
    fields = (
        "program",
        ("code", "name"),
        ("pgy", "track"),
        ("rotation", "activity"),
        ("minimum", "unit"),
        "binding",
        "source",
    )


@admin.register(Credit)
class CreditAdmin(ProgramScopedAdmin):
    """How much of a requirement people had done before an academic year began."""

    view_action = "view_people"
    add_action = change_action = delete_action = "manage_people"

    list_display = ("person", "requirement", "amount", "academic_year", "program")
    list_select_related = ("program", "person", "requirement")
    list_filter = ("program", "academic_year", "requirement")
    search_fields = ("person__last_name", "person__first_name", "requirement__code")
    autocomplete_fields = ("person",)
    fields = (("program", "academic_year"), "person", ("requirement", "amount"))
