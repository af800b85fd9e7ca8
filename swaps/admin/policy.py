"""The admin page of what a program lets its people trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin
from swaps.models import SwapPolicy
from swaps.models.policy import DutyKind

if TYPE_CHECKING:
    from django.forms import CheckboxSelectMultiple

    PolicyForm = forms.ModelForm[SwapPolicy]
else:
    from unfold.widgets import (
        UnfoldAdminCheckboxSelectMultipleWidget as CheckboxSelectMultiple,
    )

    PolicyForm = forms.ModelForm

put(Group.RULES, 40, "Swap policy", "tune", "swaps_swappolicy_changelist", "view_swaps")


class SwapPolicyForm(PolicyForm):
    """The kinds of duty as boxes to tick."""

    kinds = forms.MultipleChoiceField(
        choices=DutyKind.choices,
        required=False,
        widget=CheckboxSelectMultiple,
        initial=list(DutyKind.values),
        help_text="What may be traded. Nothing chosen: there are no swaps.",
    )


@admin.register(SwapPolicy)
class SwapPolicyAdmin(ProgramScopedAdmin):
    """One row for each program that sets something else than the ordinary."""

    form = SwapPolicyForm
    view_action = "view_swaps"
    add_action = "manage_swap_policy"
    change_action = "manage_swap_policy"
    delete_action = "manage_swap_policy"

    list_display = ("program", "approval", "deciders", "closes_hours", "undo_hours")
    list_select_related = ("program",)
    fieldsets = (
        (None, {"fields": ("program", "kinds", "gifts", "open_pool", "same_pgy")}),
        ("Who decides", {"fields": ("approval", "deciders")}),
        (
            "How far and how long",
            {"fields": (("longest_ring", "weeks_around"), ("closes_hours", "undo_hours"))},
        ),
        ("Reminders", {"fields": (("waking_from", "waking_until"),)}),
    )
