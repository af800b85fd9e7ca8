"""Admin pages of the curriculum and of what people wish for."""

from __future__ import annotations

from django.contrib import admin

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin
from people.admin.together import TogetherAdmin
from scheduling.models import CurriculumItem, Request
from scheduling.queries.weekly_pattern import WEEKDAYS

put(
    Group.PROGRAM,
    70,
    "Curriculum",
    "school",
    "scheduling_curriculumitem_changelist",
    "view_calendar",
)
put(Group.PEOPLE, 40, "Requests", "favorite", "scheduling_request_changelist", "view_preferences")


@admin.register(CurriculumItem)
class CurriculumItemAdmin(TogetherAdmin):
    """How much of each rotation the residents of a PGY do in a year."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = (
        "rotation",
        "pgy",
        "track",
        "halves",
        "after",
        "first_block",
        "last_block",
        "academic_year",
        "program",
    )
    list_select_related = ("program", "rotation", "after")
    list_filter = ("program", "academic_year", "pgy", "track")
    search_fields = ("rotation__code", "rotation__name", "track")
    fields = (
        ("program", "academic_year"),
        ("pgy", "track"),
        "rotation",
        ("minimum_halves", "maximum_halves"),
        ("after", "gap_halves"),
        ("first_block", "last_block"),
    )

    @admin.display(description="half-blocks", ordering="minimum_halves")
    def halves(self, item: CurriculumItem) -> str:
        if item.minimum_halves == item.maximum_halves:
            return str(item.minimum_halves)
        return f"{item.minimum_halves} to {item.maximum_halves}"


@admin.register(Request)
class RequestAdmin(ProgramScopedAdmin):
    """What people wish for. Planners see it; the office enters it for somebody."""

    view_action = "view_preferences"
    add_action = change_action = delete_action = "manage_people"

    list_display = ("person", "kind", "wish", "rank", "what", "academic_year", "program")
    list_select_related = ("program", "person", "rotation")
    list_filter = ("program", "academic_year", "kind", "wish")
    search_fields = ("person__last_name", "person__first_name", "rotation__code")
    autocomplete_fields = ("person",)
    fields = (
        ("program", "academic_year"),
        "person",
        ("kind", "wish", "rank"),
        "rotation",
        ("starts_on", "ends_on"),
        "weekday",
    )

    @admin.display(description="what and when")
    def what(self, request: Request) -> str:
        days = " to ".join(str(day) for day in (request.starts_on, request.ends_on) if day)
        weekday = f"{WEEKDAYS[request.weekday]}s" if request.weekday else ""
        rotation = request.rotation.code if request.rotation else ""
        return ", ".join(part for part in (rotation, days, weekday) if part)
