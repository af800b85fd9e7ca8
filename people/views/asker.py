"""The account behind a request to a page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from people.models import User


def signed_in(request: HttpRequest) -> User:
    """The middleware lets nobody else in; a view that is opened by mistake stays closed."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user
