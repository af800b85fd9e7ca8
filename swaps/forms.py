"""Forms of the pages of swaps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person

WAYS = (
    ("either", _("Whatever comes: a gift or an exchange")),
    ("exchange", _("Only in exchange for something of theirs")),
    ("gift", _("Somebody takes it and gives nothing")),
)


class OfferForm(forms.Form):
    """How a duty is offered. Nothing has to be filled in."""

    way = forms.ChoiceField(
        label=_("What do you want for it?"),
        choices=WAYS,
        initial="either",
        widget=forms.RadioSelect,
    )
    wanted_from = forms.DateField(
        label=_("In exchange: from this day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    wanted_until = forms.DateField(
        label=_("Until this day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    asked = forms.ModelMultipleChoiceField(
        label=_("Ask only these people"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Nobody chosen: everybody who could take it sees the offer."),
    )
    note = forms.CharField(
        label=_("A word with it"),
        max_length=200,
        required=False,
        help_text=_("Others read it. Nothing about patients or the health of anybody."),
    )
    consent = forms.CharField(label=_("How did they agree?"), max_length=120, required=False)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["asked"].queryset = people  # type: ignore[attr-defined]

    def asked_for(self) -> dict[str, Any]:
        """The form as the service takes it."""
        data = dict(self.cleaned_data)
        way = data.pop("way")
        return {**data, "gift": way != "exchange", "exchange": way != "gift"}


class TripForm(forms.Form):
    """Days that somebody would like to have free."""

    first = forms.DateField(
        label=_("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("To"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
