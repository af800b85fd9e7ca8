"""Calendar feeds: what an address shows, and what has been shown so that it can be taken back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as N_

from people.models import Token
from scheduling.models.call import CallType
from scheduling.models.rotation import Rotation


class CalendarFeed(models.Model):
    """What the calendar behind a feed's token shows; a token without a row shows everything."""

    class Kind(models.TextChoices):
        EVERYTHING = "everything", N_("My schedule")
        CALLS = "calls", N_("My calls")
        CLINIC = "clinic", N_("My clinics")
        BUSY = "busy", N_("When I am busy")
        SERVICE = "service", N_("A service")

    token = models.OneToOneField(Token, on_delete=models.CASCADE, related_name="calendar_feed")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.EVERYTHING)
    # A service that is no more needs no calendar.
    rotation = models.ForeignKey(
        Rotation, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    call_type = models.ForeignKey(
        CallType, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )

    class Meta:
        ordering = ("token", "pk")
        constraints = [
            models.CheckConstraint(
                name="calendar_feed_of_one_service",
                condition=(
                    Q(kind="service")
                    & (
                        Q(rotation__isnull=False, call_type=None)
                        | Q(rotation=None, call_type__isnull=False)
                    )
                )
                | (~Q(kind="service") & Q(rotation=None, call_type=None)),
                violation_error_message="A feed of a service is of one rotation or one call type.",
            ),
        ]

    def __str__(self) -> str:
        return self.service.name if self.service else self.get_kind_display()

    @property
    def shows(self) -> str:
        """The name under which it is asked for."""
        if self.rotation_id:
            return f"rotation:{self.rotation_id}"
        return f"call:{self.call_type_id}" if self.call_type_id else self.kind

    @property
    def service(self) -> Rotation | CallType | None:
        return self.rotation or self.call_type


class FeedMemory(models.Model):
    """The events that feeds of one subject have shown, by their names in calendars.

    A calendar that has seen an event must be told that it has changed, by a higher number, or that
    it is off; some keep what merely disappears.
    """

    subject = models.CharField(max_length=60, unique=True)
    shown = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("subject", "pk")
        verbose_name_plural = "feed memories"

    def __str__(self) -> str:
        return self.subject
