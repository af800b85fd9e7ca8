"""What somebody says of a token that they want."""

from datetime import datetime, timedelta

from django import forms

from people.models import Token

FEED_NAME = "Calendar"


class TokenForm(forms.Form):
    """A name, what it may do, and for how long."""

    LIFETIMES = {"30": "30 days", "90": "90 days", "365": "a year", "": "until I revoke it"}

    name = forms.CharField(
        label="What is it for?",
        max_length=80,
        help_text="In your own words, such as “script on the office computer”.",
    )
    scope = forms.ChoiceField(
        label="What may it do?",
        choices=[
            (Token.Scope.READ, "Read what I can read"),
            (Token.Scope.WRITE, "Read and change what I can change"),
        ],
    )
    days = forms.TypedChoiceField(
        label="How long is it good?",
        choices=LIFETIMES.items(),
        coerce=int,
        empty_value=None,
        required=False,
        initial="90",
    )

    def expires_at(self, at: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return at + timedelta(days=days) if days else None
