"""Which account somebody means."""

from people.models import User
from people.spoken import refused


def account_of(email: str) -> User:
    """The account with this address; a refusal where there is none."""
    account = User.objects.filter(email=User.objects.normalize_email(email)).first()
    if account is None:
        raise refused("There is no account {email}.", code="no_account", email=email)
    return account
