"""A key that lets a program act for an account, of which only the digest is kept."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PREFIX_LENGTH = 12


def digest_secret(secret: str) -> str:
    """A plain SHA-256 is enough because the secret is 256 random bits, not a chosen word."""
    return sha256(secret.encode()).hexdigest()


class Token(models.Model):
    """The secret is shown once, when it is issued, and cannot be shown again."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")
        FEED = "feed", _("calendar feed")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # A key without its account opens nothing.
        on_delete=models.CASCADE,
        related_name="tokens",
    )
    name = models.CharField(max_length=80, help_text="What it is for, in your own words.")
    scope = models.CharField(max_length=5, choices=Scope)
    prefix = models.CharField(max_length=PREFIX_LENGTH, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="token_expires_after_it_was_made",
                condition=Q(expires_at=None) | Q(expires_at__gt=models.F("created_at")),
                violation_error_message=_("A token cannot expire before it is made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scopes(self) -> frozenset[str]:
        """What the token is good for: writing includes reading, a feed is only a feed."""
        if self.scope == self.Scope.WRITE:
            return frozenset({self.Scope.READ, self.Scope.WRITE})
        return frozenset({self.scope})

    @classmethod
    def find(cls, secret: str, scope: str, at: datetime) -> "Token | None":
        """The living token with this secret, if it is good for this scope."""
        token = (
            cls._default_manager.select_related("user")
            .filter(Q(expires_at=None) | Q(expires_at__gt=at), digest=digest_secret(secret))
            .filter(revoked_at=None, user__is_active=True)
            .first()
        )
        return token if token and scope in token.scopes else None
