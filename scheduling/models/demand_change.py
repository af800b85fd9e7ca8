"""More or fewer people than usual, on some days: an extra night of call, a clinic that is fuller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models import Enrolment, Program, Slot
from scheduling.models.activity import Activity
from scheduling.models.call import CallType

MOST = 9


class DemandChangeQuerySet(models.QuerySet["DemandChange"]):
    def standing(self) -> DemandChangeQuerySet:
        return self.filter(withdrawn_at__isnull=True)

    def overlapping(self, first_day: date, last_day: date) -> DemandChangeQuerySet:
        return self.filter(starts_on__lte=last_day, ends_on__gte=first_day)


class DemandChange(models.Model):
    """Of a call, or of an activity in a half of the day, by residents or by the faculty."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="demand_changes")
    call_type = models.ForeignKey(
        CallType, models.PROTECT, null=True, blank=True, related_name="demand_changes"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="demand_changes"
    )
    staff = models.CharField(
        max_length=8, choices=Enrolment.Position, blank=True, help_text="Of an activity: by whom."
    )
    slot = models.CharField(max_length=2, choices=Slot, blank=True, help_text="Of an activity.")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day.")
    more = models.SmallIntegerField(
        "people more", help_text="On each of the days; with a minus, fewer than usual."
    )
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DemandChangeQuerySet.as_manager()

    class Meta:
        ordering = ["program", "-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="demand_change_is_of_one_thing",
                condition=Q(call_type__isnull=False, activity__isnull=True, staff="", slot="")
                | Q(call_type__isnull=True, activity__isnull=False) & ~Q(staff="") & ~Q(slot=""),
                violation_error_message="Name a call; or an activity, by whom, and a half of the "
                "day.",
            ),
            models.CheckConstraint(
                name="demand_change_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="It cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="demand_change_changes_something",
                condition=Q(more__range=(-MOST, MOST)) & ~Q(more=0),
                violation_error_message=f"Say how many more, or fewer: 1 to {MOST}.",
            ),
            models.CheckConstraint(name="demand_change_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="demand_change_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        what = self.call_type or self.activity
        many = abs(self.more)
        return f"{many} {'more' if self.more > 0 else 'fewer'} on {what.code if what else '?'}"

    def clean(self) -> None:
        """What it is of belongs to the same program."""
        for name in ("call_type", "activity"):
            what = getattr(self, name)
            if what is not None and what.program_id != self.program_id:
                raise ValidationError({name: f"{what} is not of {self.program}."}, code="program")

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def people_needed(call_type: CallType, night: date, changes: Iterable[DemandChange]) -> int:
    """How many a call needs on a night, with what was changed for it."""
    usual = call_type.people_needed if call_type.staffed_on(night) else 0
    more = sum(c.more for c in changes if c.call_type_id == call_type.pk and c.holds_on(night))
    return max(0, usual + more)
