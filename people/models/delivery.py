"""What became of the mail of a notice: the record that somebody was told, or why not."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from people.models.notice import Notice


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries, by what is still to be done."""

    def due(self, at: datetime) -> "DeliveryQuerySet":
        return self.filter(status=Delivery.Status.WAITING, due_at__lte=at)


class Delivery(models.Model):
    """One for each notice. "Sent" means that the mail server took it, and nothing less."""

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"
        NOT_SENT = "not_sent", "not sent"

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="delivery")
    address = models.EmailField("e-mail address", blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    reason = models.CharField(
        max_length=300, blank=True, help_text="Why it waits, was not sent, or failed."
    )
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ("-due_at", "-pk")
        indexes = [
            models.Index(
                fields=("due_at",), name="delivery_waiting", condition=Q(status="waiting")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_settled_at_a_moment",
                condition=Q(status="waiting", settled_at=None)
                | (~Q(status="waiting") & Q(settled_at__isnull=False)),
                violation_error_message="What is settled was settled at a moment.",
            ),
            models.CheckConstraint(
                name="delivery_sent_to_an_address",
                condition=~Q(address="") | Q(status__in=("failed", "not_sent")),
                violation_error_message="Nothing is sent without an address.",
            ),
            models.CheckConstraint(
                name="delivery_unsent_for_a_reason",
                condition=~Q(reason="") | Q(status__in=("waiting", "sent")),
                violation_error_message="What was not sent was not sent for a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_status_display()}"
