"""What can be done to another account's second factors: take them off, when its telephone is lost."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied

from people.models import User
from people.spoken import refused


def take_off_second_factors(user: User, *, by: User, at: datetime) -> User:
    """The password alone lets them in again; passkeys and recovery codes are gone too."""
    if not by.is_superuser:
        raise PermissionDenied("Only superusers may take off another account's second factors.")
    taken, _ = Authenticator.objects.filter(user=user).delete()
    if not taken:
        raise refused("{user} has no second factor.", code="no_second_factor", user=user)
    return user
