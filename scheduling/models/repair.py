"""A record of every search for repairs: what was lost, the ways found, and the one that was used."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.fields import SaidField
from people.models import Absence
from scheduling.models.assignment import Assignment
from scheduling.models.change import ChangeSet
from scheduling.models.demand_change import DemandChange
from scheduling.models.schedule import ScheduleVersion


class RepairRunQuerySet(models.QuerySet["RepairRun"]):
    def active(self) -> "RepairRunQuerySet":
        return self.filter(status__in=RepairRun.ACTIVE)


class RepairRun(models.Model):
    """One question how to mend a published schedule, and its answers."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SEARCHING = "searching", "Searching"
        FOUND = "found", "Found"
        APPLIED = "applied", "Used"
        NOTHING = "nothing", "Nothing to mend"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    class Stage(models.TextChoices):
        DAYS = "days", "Calls and half-days"
        ROTATIONS = "rotations", "Rotations"

    ACTIVE = (Status.QUEUED, Status.SEARCHING)

    version = models.ForeignKey(ScheduleVersion, models.PROTECT, related_name="repairs")
    absence = models.ForeignKey(Absence, models.CASCADE, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="+"
    )
    demand_change = models.ForeignKey(
        DemandChange, models.CASCADE, null=True, blank=True, related_name="repairs"
    )
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.DAYS)
    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    message = SaidField(default=str, blank=True)
    ways = SaidField(default=list, blank=True, help_text="The ways found, best first.")
    result = SaidField(default=dict, blank=True, help_text="Bounds, reasons, seconds.")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    applied_way = models.PositiveSmallIntegerField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_to = models.ForeignKey(
        ScheduleVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_as = models.ForeignKey(
        ChangeSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The change of what is published, where it was used at once.",
    )
    reason = models.CharField(max_length=200, blank=True)

    objects = RepairRunQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="repair_is_of_one_thing",
                condition=Q(absence__isnull=False, assignment=None, demand_change=None)
                | Q(absence=None, assignment__isnull=False, demand_change=None)
                | Q(absence=None, assignment=None, demand_change__isnull=False),
            ),
            models.CheckConstraint(
                name="rotations_are_repaired_after_an_absence",
                condition=Q(stage="days") | Q(absence__isnull=False),
            ),
            models.CheckConstraint(
                name="repair_used_says_by_whom",
                condition=~Q(status="applied")
                & Q(applied_way=None, applied_by=None, applied_at=None, applied_to=None)
                | Q(
                    status="applied",
                    applied_way__isnull=False,
                    applied_by__isnull=False,
                    applied_at__isnull=False,
                    applied_to__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Repair for {self.subject}"

    @property
    def subject(self) -> Absence | Assignment | DemandChange:
        """What it is of."""
        found = self.absence or self.assignment or self.demand_change
        if found is None:
            raise ValueError("A repair is of an absence, an assignment or a changed demand.")
        return found

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE
