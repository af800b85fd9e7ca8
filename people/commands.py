"""What the commands share: for whom one acts, and refusals as the command line tells them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError

from people.doors import acting
from people.models import User
from people.queries.accounts import account_of


@contextmanager
def acting_as(email: str) -> Iterator[User]:
    """The account with this address: what is changed within is on record as its doing.

    A refusal ends the command with the words that every door shows.
    """
    try:
        account = account_of(email)
        with acting(lambda: account.pk):
            yield account
    except ValidationError as refusal:
        raise CommandError("\n".join(refusal.messages)) from refusal
    except PermissionDenied as refusal:
        raise CommandError(str(refusal)) from refusal
