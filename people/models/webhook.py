"""Addresses of other programs that are told of a program's events, and what became of each telling."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from people.models.program import Program


class Webhook(models.Model):
    """Its secret is not kept: it follows from the installation's key and from `nonce`."""

    # Both secrets are signed with while its owner brings in the new one.
    BOTH_SECRETS_FOR = timedelta(days=1)

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="webhooks")
    url = models.URLField("address", max_length=500)
    kinds = ArrayField(
        models.CharField(max_length=30),
        blank=True,
        default=list,
        help_text="Kinds of notice that are told of; none chosen: all of them.",
    )
    active = models.BooleanField(default=True)
    nonce = models.CharField(max_length=64, editable=False)
    former_nonce = models.CharField(max_length=64, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ("program", "url", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("program", "url"),
                name="webhook_once_in_a_program",
                violation_error_message="The program tells this address already.",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    def tells(self, kind: str) -> bool:
        return self.active and (not self.kinds or kind in self.kinds)

    def nonces(self, at: datetime) -> list[str]:
        """Of the secret, and for a day after a change of the one before."""
        both = self.rotated_at is not None and at < self.rotated_at + self.BOTH_SECRETS_FOR
        return [self.nonce, self.former_nonce] if both and self.former_nonce else [self.nonce]


class CallQuerySet(models.QuerySet["WebhookCall"]):
    """Calls of webhooks, by what is still to be done."""

    def due(self, at: datetime) -> "CallQuerySet":
        return self.filter(status=WebhookCall.Status.WAITING, due_at__lte=at)


class WebhookCall(models.Model):
    """One event told to one address, in as many attempts as it takes."""

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        TAKEN = "taken", "taken"
        FAILED = "failed", "failed"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=30)
    event = models.CharField(max_length=120)
    payload = models.JSONField()
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.PositiveSmallIntegerField("HTTP status", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                fields=("due_at",), name="webhook_call_waiting", condition=Q(status="waiting")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="webhook_call_settled_at_a_moment",
                condition=Q(status="waiting", settled_at=None)
                | (~Q(status="waiting") & Q(settled_at__gte=F("created_at"))),
                violation_error_message="What is settled was settled at a moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
