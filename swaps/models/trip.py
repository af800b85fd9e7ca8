"""Days that somebody would like to have free, and what it would take."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.fields import SaidField
from people.models import Person, Program
from swaps.models.search import Search


class TripPlan(Search):
    """A search: of some days, or of weekends to come. It changes nothing."""

    class Kind(models.TextChoices):
        TRIP = "trip", "Days off"
        WEEKENDS = "weekends", "Golden weekends"

    program = models.ForeignKey(Program, models.PROTECT, related_name="trip_plans")
    person = models.ForeignKey(Person, models.CASCADE, related_name="trip_plans")
    kind = models.CharField(max_length=8, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    days = SaidField(default=list, blank=True, help_text="What stands in the way, by day.")

    class Meta:
        ordering = ["-search_asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="trip_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A trip cannot end before it starts.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on} to {self.ends_on}"
