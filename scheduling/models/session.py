"""How many people an activity needs, and takes, on a half-day of the week."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from people.models import Enrolment, Program, Slot
from scheduling.models.activity import Activity
from scheduling.models.rotation import range_words


class SessionDemand(models.Model):
    """Such as one of the faculty in clinic on Wednesday afternoons, while residents have lectures."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="session_demands")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="session_demands")
    staff = models.CharField(max_length=8, choices=Enrolment.Position)
    week = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 to 4 within the block; empty: every week without a row."
    )
    weekday = models.PositiveSmallIntegerField(help_text="Monday 1 to Sunday 7.")
    slot = models.CharField(max_length=2, choices=Slot)
    minimum = models.PositiveSmallIntegerField(default=0)
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)
    half_a_day_each = models.BooleanField(
        default=False, help_text="Nobody does it in both halves of that day."
    )

    class Meta:
        ordering = ["program", "activity", "weekday", "slot", F("week").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                F("program"),
                F("activity"),
                F("staff"),
                F("weekday"),
                F("slot"),
                Coalesce("week", 0),
                name="session_demand_once_per_half_day",
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="session_demand_weekday_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(week__isnull=True) | Q(week__range=(1, 4)),
                name="session_demand_week_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")), name="session_demand_is_in_order"
            ),
        ]

    def __str__(self) -> str:
        when = f"day {self.weekday} {self.slot}"
        return f"{self.activity.code} on {when}: {range_words(self.minimum, self.maximum)}"

    def clean(self) -> None:
        if self.activity_id and self.activity.program_id != self.program_id:
            raise ValidationError({"activity": "This activity belongs to another program."})
