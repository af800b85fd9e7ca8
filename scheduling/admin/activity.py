"""Admin pages of places and activities."""

from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin
from people.admin.together import TogetherAdmin
from scheduling.admin import swatches
from scheduling.admin.swatches import ColoredAdmin, swatch
from scheduling.models import Activity, Place
from scheduling.queries.entries import activity_style

put(Group.PROGRAM, 50, "Activities", "palette", "scheduling_activity_changelist", "view_calendar")
put(Group.PROGRAM, 60, "Places", "location_on", "scheduling_place_changelist", "view_calendar")


@admin.register(Place)
class PlaceAdmin(ProgramScopedAdmin):
    """Sites, and how many rooms each has."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = ("code", "name", "rooms", "target_rooms", "program")
    list_display_links = ("code", "name")
    list_select_related = ("program",)
    list_filter = ("program",)
    search_fields = ("code", "name")


@admin.register(Activity)
class ActivityAdmin(TogetherAdmin, ColoredAdmin):
    """The code dictionary: what can fill a half-day."""

    view_action = "view_calendar"
    add_action = change_action = delete_action = "manage_calendar"

    list_display = ("cell", "name", "kind", "place", "supervision", "program")
    list_display_links = ("cell", "name")
    list_select_related = ("program", "place")
    list_filter = ("program", "kind", "supervises")
    search_fields = ("code", "name")
    fieldsets = (
        (None, {"fields": ("program", ("code", "name"), "kind", "color")}),
        (
            "When it really starts and ends",
            {"fields": (("am_starts", "am_ends"), ("pm_starts", "pm_ends"))},
        ),
        (
            "What it needs",
            {
                "fields": (
                    ("place", "room_units", "room_once"),
                    "supervision_needed",
                    "supervises",
                    "credential",
                    ("beside", "beside_credential"),
                )
            },
        ),
        ("Sort of clinic", {"fields": (("continuity", "virtual"),)}),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(swatches.colors, self))
        return [path("colors.css", view, name="scheduling_colors"), *super().get_urls()]

    @admin.display(description="code", ordering="code")
    def cell(self, activity: Activity) -> SafeString:
        return swatch(activity.code, activity_style(activity.pk))

    @admin.display(description="supervision")
    def supervision(self, activity: Activity) -> str:
        return "Supervises" if activity.supervises else activity.get_supervision_needed_display()
