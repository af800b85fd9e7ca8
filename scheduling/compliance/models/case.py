"""A finding that somebody deals with: why it came about, and what is done so that it does not again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.models import Person, Program


class CaseQuerySet(models.QuerySet["Case"]):
    def unsettled(self) -> CaseQuerySet:
        return self.exclude(state=Case.State.SETTLED)


class Case(models.Model):
    """One broken limit of one person, by what makes it the same from check to check."""

    class State(models.TextChoices):
        OPEN = "open", "Being looked into"
        ACTING = "acting", "Corrective action under way"
        SETTLED = "settled", "Settled"

    MOVES = {
        State.OPEN: (State.ACTING, State.SETTLED),
        State.ACTING: (State.SETTLED, State.OPEN),
        State.SETTLED: (State.OPEN,),
    }

    program = models.ForeignKey(Program, models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    rule = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    label = models.CharField(max_length=200, blank=True)
    force = models.CharField(max_length=10)
    cited = models.CharField(max_length=120, blank=True)
    message = models.TextField(help_text="The finding as it was when the case was opened.")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("program", "person", "rule", "first_day", "last_day", "label"),
                name="one_case_for_a_finding",
                violation_error_message="There is a case for this finding already.",
            ),
            models.CheckConstraint(
                name="case_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="A finding cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.rule, self.person_id, self.first_day, self.last_day, self.label)

    @property
    def next_states(self) -> list[State]:
        return list(self.MOVES[Case.State(self.state)])


class CaseStep(models.Model):
    """What somebody decided about a case, and why; steps are added and never changed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=8, choices=Case.State)
    reason = models.TextField(help_text="Why it came about, or why the case is settled.")
    action = models.TextField(
        "corrective action", blank=True, help_text="What is done so that it does not happen again."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="case_step_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Give the reason.",
            ),
            models.CheckConstraint(
                name="corrective_action_is_named",
                condition=~Q(state="acting") | ~Q(action=""),
                violation_error_message="Say what the corrective action is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.reason}"
