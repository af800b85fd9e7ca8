"""Admin pages of programs."""

from django.contrib import admin
from django.urls import URLPattern, path

from people.admin.finding import find
from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin
from people.models import Program

put(Group.PROGRAM, 10, "Programs", "local_hospital", "people_program_changelist", "view_people")


@admin.register(Program)
class ProgramAdmin(ProgramScopedAdmin):
    """Opening a program is for superusers; its policies are for those who lead it."""

    view_action = "view_people"
    change_action = "manage_program"
    program_lookup = "pk"
    instead = (
        "Take the mark off Active: the program leaves the first page, the search and what is to be "
        "planned, and all that was stays to be looked up."
    )

    list_display = ("name", "specialty", "time_zone", "block_calendar", "active")
    list_filter = ("active",)
    search_fields = ("name", "specialty")
    prepopulated_fields = {"slug": ("name",)}

    def get_urls(self) -> list[URLPattern]:
        return [path("find/", self.admin_site.admin_view(find), name="find"), *super().get_urls()]
