"""What somebody says when they ask for leave, or only think of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import Absence, Person, Program, Slot

ASKED_FOR = (
    *(Absence.Kind.VACATION, Absence.Kind.CONFERENCE, Absence.Kind.INTERVIEW),
    *(Absence.Kind.MEDICAL, Absence.Kind.PARENTAL, Absence.Kind.CAREGIVER),
    *(Absence.Kind.FAMILY_EMERGENCY, Absence.Kind.BEREAVEMENT, Absence.Kind.SICK),
    *(Absence.Kind.MILITARY, Absence.Kind.JURY, Absence.Kind.OTHER),
)
"""What one asks for oneself, the usual first; holidays and away rotations are planned."""


def _as_choice(text: str) -> str:
    return gettext(text).capitalize()


_capitalized = lazy(_as_choice, str)


class Day(forms.DateInput):
    """The calendar of the telephone."""

    input_type = "date"


class LeaveForm(forms.Form):
    """Kind and days; halves of days for those who need them."""

    kind = forms.ChoiceField(
        label=_("What for?"),
        choices=[(kind.value, _capitalized(kind.label)) for kind in ASKED_FOR],
    )
    starts_on = forms.DateField(label=_("First day"), widget=Day)
    ends_on = forms.DateField(label=_("Last day"), widget=Day)
    starts_at_slot = forms.ChoiceField(
        label=_("Begins in the"), choices=Slot.choices, initial=Slot.AM, required=False
    )
    ends_slot = forms.ChoiceField(
        label=_("Ends in the"), choices=Slot.choices, initial=Slot.PM, required=False
    )
    reason = forms.CharField(
        label=_("Reason, if you like"),
        required=False,
        max_length=500,
        help_text=_("Only you and the office read it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["starts_at_slot"] = cleaned.get("starts_at_slot") or Slot.AM.value
        cleaned["ends_slot"] = cleaned.get("ends_slot") or Slot.PM.value
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day comes before the first."))
        return cleaned

    def thought_of(self, person: Person, program: Program) -> Absence:
        """The absence as it would be; it is not saved."""
        return Absence(program=program, person=person, **self.cleaned_data)
