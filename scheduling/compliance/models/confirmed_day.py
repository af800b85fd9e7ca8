"""A day of which its person said that it was worked as scheduled, but for what is logged."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Person, Program


class ConfirmedDayQuerySet(models.QuerySet["ConfirmedDay"]):
    def standing(self) -> ConfirmedDayQuerySet:
        """What was not taken back."""
        return self.filter(taken_back_at=None)

    def between(self, first: date, last: date) -> ConfirmedDayQuerySet:
        return self.filter(day__range=(first, last))


class ConfirmedDay(models.Model):
    """Without one nobody knows what was worked that day, whatever the schedule says."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="confirmed_days")
    person = models.ForeignKey(Person, models.PROTECT, related_name="confirmed_days")
    day = models.DateField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = ConfirmedDayQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "person", "pk"]
        indexes = [models.Index(fields=["program", "day"], name="confirmed_day_by_program")]
        constraints = [
            models.UniqueConstraint(
                fields=("person", "program", "day"),
                condition=Q(taken_back_at=None),
                name="a_day_is_confirmed_once",
                violation_error_message="This day is confirmed already.",
            ),
            models.CheckConstraint(
                name="confirmation_taken_back_by_somebody",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                violation_error_message="Who took a confirmation back, and when, go together.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.day}"
