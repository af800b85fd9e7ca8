"""A record of every solve: what was asked, by whom, how it went."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    BigIntegerRangeField,
    DateRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q, Value

from scheduling.models.calendar import AcademicYear, Block
from scheduling.models.schedule import LARGE, ScheduleVersion


class RunQuerySet(models.QuerySet["SolverRun"]):
    def active(self) -> "RunQuerySet":
        return self.filter(status__in=SolverRun.ACTIVE)

    def measured(self) -> "RunQuerySet":
        """Whose schedules can be compared."""
        own, several = Q(result__has_key="measures"), Q(alternatives__isnull=False)
        return self.filter(own | several).distinct()

    def of_year(self, academic_year: AcademicYear) -> "RunQuerySet":
        runs = self.filter(version__schedule__academic_year=academic_year)
        return runs.select_related("version", "block", "requested_by").defer(*LARGE)


class SolverRun(models.Model):
    """One request to the solver and its outcome."""

    class Scope(models.TextChoices):
        YEAR = "year", "Rotations of the year"
        CALL = "call", "Call of the year"
        BLOCK = "block", "Half-days of a block"

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SOLVING = "solving", "Solving"
        SOLVED = "solved", "Solved"
        PARTIAL = "partial", "Stopped with a partial result"
        INFEASIBLE = "infeasible", "Impossible"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    ACTIVE = (Status.QUEUED, Status.SOLVING)

    version = models.ForeignKey(ScheduleVersion, models.CASCADE, related_name="runs")
    scope = models.CharField(max_length=6, choices=Scope)
    block = models.ForeignKey(Block, models.PROTECT, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    seconds_allowed = models.PositiveIntegerField()
    seed = models.PositiveIntegerField(default=1)
    schedules = models.PositiveSmallIntegerField(
        default=1,
        help_text="How many to choose from. With several, none is in the draft until one is chosen.",
    )
    apart_percent = models.PositiveSmallIntegerField(
        default=10, help_text="Of several: how much of each is done by somebody else in another."
    )
    slack_percent = models.PositiveSmallIntegerField(
        default=5, help_text="Of several: how much more another may cost than the first, by goal."
    )
    tier_order = ArrayField(
        models.CharField(max_length=11),
        default=list,
        blank=True,
        help_text="The first counts most.",
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the input.")
    result = models.JSONField(
        default=dict, blank=True, help_text="Objective, bound and gap per tier; seconds; versions."
    )
    message = models.TextField(blank=True, help_text="What a person needs to know of the outcome.")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            # A call and a block solve of the same days would overwrite each other's premises too,
            # so the scope is not part of the constraint. One-element ranges need no btree_gist.
            ExclusionConstraint(
                name="one_solve_at_a_time_for_a_day",
                expressions=[
                    (
                        Func(
                            F("version"),
                            F("version"),
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status__in=["queued", "solving"]),
                violation_error_code="already-solving",
                violation_error_message="These days are being solved already.",
            ),
            models.CheckConstraint(
                condition=Q(schedules__range=(1, 4), apart_percent__range=(1, 100)),
                name="solve_asks_for_one_to_four_schedules",
            ),
            models.CheckConstraint(
                condition=~Q(scope="block") | Q(block__isnull=False), name="block_run_names_a_block"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.starts_on} to {self.ends_on}"

    @property
    def words(self) -> str:
        """What it is a solve of. Reads the block."""
        if self.block is not None:
            return f"Half-days of block {self.block.number}"
        return self.get_scope_display()

    @property
    def is_to_choose(self) -> bool:
        """Whether its schedules are there to choose from, and not written to the draft at once."""
        return self.schedules > 1

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE
