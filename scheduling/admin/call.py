"""Admin pages of the call roster's lines, and of the calls that people took before."""

from __future__ import annotations

from django.contrib import admin

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, ProgramScopedInline
from scheduling.admin.arrays import ArraysAdmin
from scheduling.models import CallDayWish, CallHistory, CallType
from scheduling.queries.weekly_pattern import WEEKDAYS

put(Group.PROGRAM, 80, "Call types", "call", "scheduling_calltype_changelist", "view_calendar")
put(
    Group.PEOPLE,
    90,
    "Call history",
    "phone_callback",
    "scheduling_callhistory_changelist",
    "view_preferences",
)


class DayWishInline(ProgramScopedInline):
    """Weekdays that people in a faculty role like, or do not."""

    model = CallDayWish
    hide_title = True
    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"
    program_lookup = "call_type__program"
    fields = ("faculty_role", "weekday", "wish", "rank")


@admin.register(CallType)
class CallTypeAdmin(ArraysAdmin):
    """The lines of the call roster."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = ("code", "name", "kind", "staff", "staffed", "people_needed", "program")
    list_display_links = ("code", "name")
    list_select_related = ("program",)
    list_filter = ("program", "kind", "staff")
    search_fields = ("code", "name")
    inlines = (DayWishInline,)
    fieldsets = (
        (None, {"fields": ("program", ("code", "name"), ("kind", "position"))}),
        (
            "Who takes it",
            {"fields": ("staff", ("pgys", "excluded_roles"), ("people_needed", "pool_minimum"))},
        ),
        (
            "When it is",
            {
                "fields": (
                    "nights",
                    ("weekday_starts", "weekday_ends"),
                    ("weekend_starts", "weekend_ends"),
                    ("handover_minutes", "gap_nights"),
                )
            },
        ),
        (
            "Fair and well spaced",
            {
                "fields": (
                    ("spacing_nights", "every_other_week"),
                    ("sundays_per_block", "newcomer_percent"),
                )
            },
        ),
        ("The day after", {"fields": (("morning_after", "afternoon_after"),)}),
    )

    @admin.display(description="nights")
    def staffed(self, call_type: CallType) -> str:
        nights = sorted(call_type.nights)
        if nights == list(WEEKDAYS):
            return "every night"
        return ", ".join(WEEKDAYS[night][:3] for night in nights)


@admin.register(CallHistory)
class CallHistoryAdmin(ProgramScopedAdmin):
    """What is carried over, so that call stays fair from year to year."""

    view_action = "view_preferences"
    add_action = change_action = delete_action = "manage_people"

    list_display = (
        "person",
        "call_type",
        "academic_year",
        "nights",
        "sundays",
        "holidays",
        "program",
    )
    list_select_related = ("program", "person", "call_type")
    list_filter = ("program", "academic_year", "call_type")
    search_fields = ("person__last_name", "person__first_name")
    autocomplete_fields = ("person",)
    fields = (
        "program",
        "person",
        ("call_type", "academic_year"),
        ("nights", "sundays", "holidays"),
    )
