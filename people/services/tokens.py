"""What can be done to a token: issue it, use it, revoke it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import Token, User
from people.models.token import PREFIX_LENGTH, digest_secret
from people.services.saving import save_checked
from people.spoken import refused

# A busy client would otherwise write a row with every call.
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class IssuedToken:
    """The only moment at which the secret can be read."""

    token: Token
    secret: str = field(repr=False)


@transaction.atomic
def issue_token(
    user: User,
    *,
    name: str,
    scope: str,
    by: User,
    at: datetime,
    expires_at: datetime | None = None,
) -> IssuedToken:
    """Make a key that acts for the account; people make them only for themselves."""
    _require_own(user, by)
    secret = f"rounds_{token_urlsafe(32)}"
    token = Token(
        user=user,
        name=name,
        scope=scope,
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_secret(secret),
        created_at=at,
        expires_at=expires_at,
    )
    save_checked(token)
    return IssuedToken(token=token, secret=secret)


def revoke_token(token: Token, *, by: User, at: datetime) -> Token:
    """The key opens nothing from now on."""
    _require_own(token.user, by)
    revoked = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
    token.refresh_from_db()
    if not revoked:
        raise refused("This token is revoked already.", code="already_revoked")
    return token


def verify_token(secret: str, scope: str, *, at: datetime) -> Token | None:
    """The living token with this secret, good for this scope; its use is noted to the minute."""
    token = Token.find(secret, scope, at)
    if token:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=at - USE_NOTED_EVERY)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=at)
    return token


def _require_own(user: User, by: User) -> None:
    if user != by and not by.is_superuser:
        raise PermissionDenied(_("You may not make or revoke another account's tokens."))
