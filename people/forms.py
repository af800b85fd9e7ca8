"""What somebody says of a token that they want, and of how they want to be told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import NoticePreferences, Token
from people.notice_kinds import NoticeKind, Way
from people.services.notice_preferences import Preferences


class TokenForm(forms.Form):
    """A name, what it may do, and for how long."""

    LIFETIMES = {
        "30": _("30 days"),
        "90": _("90 days"),
        "365": _("a year"),
        "": _("until I revoke it"),
    }

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("In your own words, such as “script on the office computer”."),
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        choices=[
            (Token.Scope.READ, _("Read what I can read")),
            (Token.Scope.WRITE, _("Read and change what I can change")),
        ],
    )
    days = forms.TypedChoiceField(
        label=_("How long is it good?"),
        choices=LIFETIMES.items(),
        coerce=int,
        empty_value=None,
        required=False,
        initial="90",
    )

    def expires_at(self, at: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return at + timedelta(days=days) if days else None


class NoticePreferencesForm(forms.Form):
    """A way for each kind of notice, the hour of the daily mail, and quiet hours."""

    WAYS = (
        (Way.NOW, _("At once")),
        (Way.DAILY, _("With the daily mail")),
        (Way.NEVER, _("Not by mail")),
    )
    HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    daily_at = forms.TimeField(label=_("The daily mail comes at"), widget=HOUR)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=HOUR)
    quiet_until = forms.TimeField(label=_("until"), required=False, widget=HOUR)
    rests_after_call = forms.BooleanField(
        label=_("Leave me in peace while I rest after a call by night"), required=False
    )

    def __init__(
        self, data: Any, *, preferences: NoticePreferences, kinds: dict[str, NoticeKind]
    ) -> None:
        initial = {name: getattr(preferences, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        self._kinds = kinds
        for kind, about in kinds.items():
            self.fields[kind] = forms.ChoiceField(
                label=gettext(about.title),
                choices=self.WAYS,
                initial=preferences.way(kind),
                help_text=gettext("When %(it)s.") % {"it": gettext(about.comes_when)},
            )

    def kinds(self) -> Iterator[forms.BoundField]:
        return (self[kind] for kind in self._kinds)

    def preferences(self) -> Preferences:
        """What was chosen, as the service takes it."""
        given = self.cleaned_data
        return Preferences(
            ways={kind: given[kind] for kind in self._kinds},
            daily_at=given["daily_at"],
            quiet_from=given["quiet_from"],
            quiet_until=given["quiet_until"],
            rests_after_call=given["rests_after_call"],
        )
