"""What can be done to the sessions of an account: list them, end one, end all others."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.models import User


def living_sessions(user: User, *, at: datetime) -> list[UserSession]:
    """Where the account is signed in, the latest first; what has run out is forgotten."""
    sessions = UserSession.objects.filter(user=user)
    living = Session.objects.filter(expire_date__gt=at).values("session_key")
    sessions.exclude(session_key__in=living).delete()
    return list(sessions.order_by("-last_seen_at", "-pk"))


@transaction.atomic
def end_session(session: UserSession, *, by: User) -> None:
    """Whoever uses it must sign in again."""
    if session.user_id != by.pk:
        raise PermissionDenied(_("You may not end another account's sessions."))
    _end(UserSession.objects.filter(pk=session.pk))


@transaction.atomic
def end_other_sessions(user: User, *, but: str | None, by: User) -> int:
    """End all but the one with this key. Returns how many."""
    if user != by:
        raise PermissionDenied(_("You may not end another account's sessions."))
    return _end(UserSession.objects.filter(user=user).exclude(session_key=but or ""))


def _end(sessions: QuerySet[UserSession]) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    return len(keys)
