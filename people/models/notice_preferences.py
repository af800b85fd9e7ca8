"""How an account wants to be told: kind by kind, at which hour, and when it is left in peace."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.notice_kinds import NOTICE_KINDS


class NoticePreferences(models.Model):
    """An account without a row prefers what these defaults say."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        # What nobody prefers any more is no record.
        on_delete=models.CASCADE,
        related_name="notice_preferences",
    )
    ways = models.JSONField(
        default=dict, blank=True, help_text="Kinds that are mailed in another way than usual."
    )
    daily_at = models.TimeField(default=time(7), help_text="When the news of the day is mailed.")
    quiet_from = models.TimeField(null=True, blank=True, default=time(21))
    quiet_until = models.TimeField(null=True, blank=True, default=time(6))
    rests_after_call = models.BooleanField(
        default=True, help_text="Nothing is mailed while resting after a call by night."
    )

    class Meta:
        verbose_name_plural = "notice preferences"
        ordering = ("user", "pk")
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_have_two_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | (
                    Q(quiet_from__isnull=False, quiet_until__isnull=False)
                    & ~Q(quiet_from=F("quiet_until"))
                ),
                violation_error_message=_(
                    "Quiet hours have a beginning and another end, or there are none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Preferences of {self.user}"

    def way(self, kind: str) -> str:
        """How this kind is mailed: now, daily or never."""
        return str(self.ways.get(kind, NOTICE_KINDS[kind].mailed))
