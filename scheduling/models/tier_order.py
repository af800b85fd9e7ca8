"""Which goals a program serves first."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from people.models import Program


class TierOrder(models.Model):
    """A program's own order of the soft tiers; without a row it is the usual one."""

    class Tier(models.TextChoices):
        EDUCATION = "education", "Coverage and education"
        FAIRNESS = "fairness", "Fairness"
        PREFERENCES = "preferences", "Preferences"
        SHAPE = "shape", "Shape of the schedule"
        NEARNESS = "nearness", "Nearness to what is published"

    program = models.OneToOneField(Program, models.CASCADE, related_name="tier_order")
    order = ArrayField(models.CharField(max_length=11, choices=Tier))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["program"]

    def __str__(self) -> str:
        return f"{self.program}: {', '.join(self.order)}"
