"""When somebody last said that they have seen what changed in their schedule."""

from django.db import models

from people.models import Person, Program


class Look(models.Model):
    """One of each person in each program; without one, nothing was seen since it was published."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="looks")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="What changed until then has been seen.")

    class Meta:
        ordering = ["program", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "program"], name="one_look_of_a_person_at_a_program"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.program}: {self.at:%Y-%m-%d %H:%M}"
