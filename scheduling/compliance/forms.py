"""What somebody says of work that the schedule does not know."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduling.models import LoggedWork

translated = lazy(gettext, str)


class Day(forms.DateInput):
    """The calendar of the telephone."""

    input_type = "date"


class Clock(forms.TimeInput):
    """Its clock."""

    input_type = "time"


class WorkForm(forms.Form):
    """Kind, day and times; an end that is not after the start is on the next day."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=[(kind.value, translated(kind.label)) for kind in LoggedWork.Kind],
        initial=LoggedWork.Kind.OVERTIME,
    )
    on = forms.DateField(label=_("Day"), widget=Day)
    since = forms.TimeField(label=_("From"), widget=Clock(format="%H:%M"))
    until = forms.TimeField(label=_("Until"), widget=Clock(format="%H:%M"))
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=300,
        help_text=_("Needed when you stayed by own choice; nothing that tells who a patient is."),
    )

    def details(self, zone: ZoneInfo) -> dict[str, Any]:
        """As the service takes them, by the clocks of the program."""
        said = self.cleaned_data
        last = said["on"] + timedelta(days=said["until"] <= said["since"])
        return {
            "kind": said["kind"],
            "starts_at": datetime.combine(said["on"], said["since"], zone),
            "ends_at": datetime.combine(last, said["until"], zone),
            "reason": said["reason"],
        }
