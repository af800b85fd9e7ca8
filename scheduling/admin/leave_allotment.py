"""Admin page of leave allotments: how much of which leave there is in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin

from people.admin.menu import Group, put
from people.models import Absence, LeaveAllotment
from people.time_away.counting import in_days
from scheduling.admin.arrays import ArraysAdmin

if TYPE_CHECKING:
    from django.forms import CheckboxSelectMultiple
else:
    from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget as CheckboxSelectMultiple

put(
    Group.PEOPLE,
    35,
    "Leave allotments",
    "savings",
    "people_leaveallotment_changelist",
    "view_absences",
)


@admin.register(LeaveAllotment)
class LeaveAllotmentAdmin(ArraysAdmin):
    """Changed by ending one and beginning another, so that balances of old years stay true."""

    view_action = "view_absences"
    add_action = change_action = delete_action = "manage_leave"

    list_display = (
        "name",
        "program",
        "position",
        "pgys",
        "a_year",
        "counted",
        "from_year",
        "until_year",
    )
    list_select_related = ("program",)
    list_filter = ("program", "position")
    search_fields = ("name",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "kinds":
            return forms.MultipleChoiceField(
                choices=Absence.Kind.choices,
                widget=CheckboxSelectMultiple(),
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="a year", ordering="half_days")
    def a_year(self, allotment: LeaveAllotment) -> str:
        return in_days(allotment.half_days)
