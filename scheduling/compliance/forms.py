"""What somebody says of work that the schedule does not know."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from scheduling.models import LoggedWork


class Day(forms.DateInput):
    """The calendar of the telephone."""

    input_type = "date"


class Clock(forms.TimeInput):
    """Its clock."""

    input_type = "time"


class WorkForm(forms.Form):
    """Kind, day and times; an end that is not after the start is on the next day."""

    kind = forms.ChoiceField(
        label="What was it?",
        choices=[(kind.value, kind.label) for kind in LoggedWork.Kind],
        initial=LoggedWork.Kind.OVERTIME,
    )
    on = forms.DateField(label="Day", widget=Day)
    since = forms.TimeField(label="From", widget=Clock(format="%H:%M"))
    until = forms.TimeField(label="Until", widget=Clock(format="%H:%M"))
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=300,
        help_text="Needed when you stayed by own choice; nothing that tells who a patient is.",
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
