"""Who does what, when: a rotation, a half-day, a call night or a week of leave."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from people.models import Person
from scheduling.models.activity import Activity
from scheduling.models.call import CallType
from scheduling.models.rotation import Rotation
from scheduling.models.schedule import ScheduleVersion


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def rotations(self) -> "AssignmentQuerySet":
        return self.filter(kind=Assignment.Kind.ROTATION)

    def decided_with_call(self, with_call: bool) -> "AssignmentQuerySet":
        """Of rotations either the weeks of attending, which go with call, or all others."""
        attending = Q(rotation__kind=Rotation.Kind.ATTENDING)
        others = ~attending if with_call else attending
        return self.exclude(Q(kind=Assignment.Kind.ROTATION) & others)

    def half_days(self) -> "AssignmentQuerySet":
        return self.filter(kind=Assignment.Kind.HALF_DAY)

    def calls(self) -> "AssignmentQuerySet":
        return self.filter(kind=Assignment.Kind.CALL)

    def leave(self) -> "AssignmentQuerySet":
        return self.filter(kind=Assignment.Kind.LEAVE)

    def overlapping(self, first_day: date, last_day: date) -> "AssignmentQuerySet":
        return self.filter(starts_on__lte=last_day, ends_on__gte=first_day)

    def replaceable(self) -> "AssignmentQuerySet":
        return self.filter(locked=False, source__in=Assignment.MADE)

    def with_names(self) -> "AssignmentQuerySet":
        return self.select_related("person", "rotation", "activity", "call_type")


class Assignment(models.Model):
    """One duty of one person in one version; times are the real interval in UTC."""

    class Kind(models.TextChoices):
        ROTATION = "rotation", "Rotation"
        HALF_DAY = "half-day", "Half-day"
        CALL = "call", "Call"
        LEAVE = "leave", "Leave"

    class Source(models.TextChoices):
        SOLVER = "solver", "Solver"
        MANUAL = "manual", "By hand"
        IMPORT = "import", "Import"
        PATTERN = "pattern", "Weekly pattern"

    MADE = (Source.SOLVER, Source.PATTERN)
    """What a solve writes."""

    version = models.ForeignKey(ScheduleVersion, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField(help_text="In the program's time zone.")
    ends_on = models.DateField()
    slot = models.CharField(max_length=2, blank=True, help_text="AM or PM for a half-day.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rotation = models.ForeignKey(Rotation, models.PROTECT, null=True, blank=True)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True)
    call_type = models.ForeignKey(CallType, models.PROTECT, null=True, blank=True)
    source = models.CharField(max_length=8, choices=Source)
    locked = models.BooleanField(default=False)
    lock_reason = models.CharField(max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["version", "starts_at", "person", "pk"]
        indexes = [
            models.Index(fields=["version", "starts_on"]),
            models.Index(fields=["version", "person", "starts_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), ends_at__gt=F("starts_at")),
                name="assignment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(kind="rotation", rotation__isnull=False, slot="")
                & Q(activity__isnull=True, call_type__isnull=True)
                | Q(kind="half-day", activity__isnull=False, slot__in=["AM", "PM"])
                & Q(rotation__isnull=True, call_type__isnull=True)
                | Q(kind="call", call_type__isnull=False, slot="")
                & Q(rotation__isnull=True, activity__isnull=True)
                | Q(kind="leave", slot="", rotation__isnull=True)
                & Q(activity__isnull=True, call_type__isnull=True),
                name="assignment_names_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=Q(locked=False) | ~Q(lock_reason=""), name="assignment_lock_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["version", "person", "starts_on", "slot"],
                condition=Q(kind="half-day"),
                name="one_activity_per_half_day",
            ),
            models.UniqueConstraint(
                fields=["version", "person", "starts_on"],
                condition=Q(kind="rotation"),
                name="one_rotation_starts_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["version", "person", "starts_on", "call_type"],
                condition=Q(kind="call"),
                name="one_call_of_a_type_per_night",
            ),
            models.UniqueConstraint(
                fields=["version", "person", "starts_on"],
                condition=Q(kind="leave"),
                name="one_leave_starts_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.starts_on}"

    @property
    def is_replaceable(self) -> bool:
        """Whether a solve that changes its premises takes it away."""
        return not self.locked and self.source in self.MADE

    @property
    def code(self) -> str:
        """The code shown in a cell. Reads the related row: select it with `with_names`."""
        what = self.rotation or self.activity or self.call_type
        return what.code if what else "LV"
