"""Times in which people are asked what they would like, and who has answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from people.models import Enrolment, Person, Program
from scheduling.models.curriculum import Request


class RoundQuerySet(models.QuerySet["PreferenceRound"]):
    def open(self, at: datetime) -> RoundQuerySet:
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def begun(self, at: datetime) -> RoundQuerySet:
        """Open, or over: what those who are asked may see."""
        return self.filter(opens_at__lte=at)


class PreferenceRound(models.Model):
    """One question to the residents or the faculty of a year, with a deadline."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="preference_rounds")
    academic_year = models.PositiveSmallIntegerField(help_text="The year that is planned.")
    name = models.CharField(max_length=80)
    position = models.CharField("who is asked", max_length=8, choices=Enrolment.Position)
    asks = ArrayField(
        models.CharField(max_length=10, choices=Request.Kind), help_text="What may be wished for."
    )
    most = models.PositiveSmallIntegerField(
        "wishes at most", default=6, help_text="Of each kind, from 1 to 12."
    )
    note = models.TextField(blank=True, help_text="Those who are asked read it.")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField("deadline")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["program", "-closes_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "academic_year", "name"], name="preference_round_named_once"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="preference_round_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(asks=[]), name="preference_round_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(most__range=(1, 12)), name="preference_round_takes_some_wishes"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


class PreferenceAnswer(models.Model):
    """That somebody has answered; what they wish for are the round's requests."""

    round = models.ForeignKey(PreferenceRound, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="preference_answers")
    answered_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round", "person"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="preference_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.round}"
