"""Which account somebody means."""

from django.core.exceptions import ValidationError

from people.models import User


def account_of(email: str) -> User:
    """The account with this address; a refusal where there is none."""
    account = User.objects.filter(email=User.objects.normalize_email(email)).first()
    if account is None:
        raise ValidationError(f"There is no account {email}.", code="no_account")
    return account
