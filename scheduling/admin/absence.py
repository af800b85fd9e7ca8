"""The admin pages of absences with those on what each does to the schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.forms import Media
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html

from people.admin.absence import AbsenceAdmin, reader_of
from people.admin.menu import Group, put
from people.admin.scoped import Scope
from people.models import Absence
from scheduling.admin import leave_pages, leave_queue
from scheduling.admin.links import address
from scheduling.admin.pages import routes
from scheduling.queries.leave_briefs import briefs_of

put(
    Group.PEOPLE,
    25,
    "Leave to decide",
    "pending_actions",
    "people_absence_queue",
    "view_absences",
    holds=(
        *("people_absence_decide", "people_absence_calendar"),
        *("people_absence_clinics", "people_absence_simulate"),
    ),
)
put(Group.PEOPLE, 30, "Absences", "beach_access", "people_absence_changelist", "view_absences")


@admin.register(Absence)
class ScheduledAbsenceAdmin(AbsenceAdmin):
    """The list says what each absence takes; the row leads to everything that follows from it."""

    list_per_page = 50

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": [static("css/grid.css")]})

    def get_urls(self) -> list[URLPattern]:
        return [
            *routes(self, pages=[*leave_queue.PAGES, *leave_pages.PAGES], posts=leave_queue.POSTS),
            *super().get_urls(),
        ]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), _takes_column(request)]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows of the page are known here; what they take is asked of all at once."""
        listed = super().get_changelist_instance(request)
        rows = list(listed.result_list)
        at = Scope.of(request).at
        request.briefs = briefs_of(rows, reader=reader_of(request), at=at)  # type: ignore[attr-defined]
        return listed


def _takes_column(request: HttpRequest) -> Callable[[Absence], str]:
    @admin.display(description="takes")
    def takes(absence: Absence) -> str:
        if absence.status not in Absence.STANDING:
            return ""
        brief = request.briefs[absence.pk]  # type: ignore[attr-defined]
        words = ", ".join(word for word in (brief.takes, brief.leaves) if word)
        where = address("absence_decide", absence.pk, app="people")
        return format_html('<a class="rounds-link" href="{}">{}</a>', where, words)

    return takes
