"""How closely a person is supervised, from when on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models import Person, Program
from scheduling.models.activity import Activity


class SupervisionLevel(models.Model):
    """For one activity, or for all that ask for supervision and have no level of their own.

    Where nothing is recorded, a PGY-1 is under direct supervision and others under indirect.
    """

    class Level(models.TextChoices):
        DIRECT = "direct", "Direct: a supervisor is present"
        INDIRECT = "indirect", "Indirect: a supervisor can come at once"
        OVERSIGHT = "oversight", "Oversight: a supervisor reviews afterwards"

    program = models.ForeignKey(Program, models.PROTECT, related_name="supervision_levels")
    person = models.ForeignKey(Person, models.PROTECT, related_name="supervision_levels")
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervision_levels",
        help_text="Empty: all activities that ask for supervision.",
    )
    level = models.CharField(max_length=10, choices=Level)
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text="The last day; empty: until a later entry."
    )

    class Meta:
        ordering = ["program", "person", "activity", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person", "activity", "starts_on"],
                name="supervision_level_once_from_a_day",
                nulls_distinct=False,
                violation_error_message="A level from that day is recorded already.",
            ),
            models.CheckConstraint(
                name="supervision_level_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="A level cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.level} from {self.starts_on}"

    def clean(self) -> None:
        """The activity is one of the same program's."""
        if self.program_id and self.activity and self.activity.program_id != self.program_id:
            raise ValidationError(
                {"activity": f"{self.activity} is not an activity of {self.program}."},
                code="activity_of_another_program",
            )
