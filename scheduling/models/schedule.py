"""A year's schedule and its versions: one draft at the most, one published at the most."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Program
from scheduling.models.calendar import AcademicYear


class Schedule(models.Model):
    """The schedule of one academic year of one program."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="schedules")
    academic_year = models.OneToOneField(AcademicYear, models.PROTECT, related_name="schedule")

    class Meta:
        ordering = ["program", "-academic_year__year"]

    def __str__(self) -> str:
        return f"{self.program} {self.academic_year}"


class VersionQuerySet(models.QuerySet["ScheduleVersion"]):
    def draft(self) -> "VersionQuerySet":
        return self.filter(status=ScheduleVersion.Status.DRAFT)

    def published(self) -> "VersionQuerySet":
        return self.filter(status=ScheduleVersion.Status.PUBLISHED)

    def of_program(self, program: Program) -> "VersionQuerySet":
        return self.filter(schedule__program=program)


class ScheduleVersion(models.Model):
    """Everything that was planned at one moment; frozen when published."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    report = models.JSONField(
        null=True, blank=True, help_text="What the check found; empty: not checked since a change."
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveBigIntegerField(
        default=0,
        editable=False,
        help_text="A new number whenever its assignments change; given by the database.",
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["schedule", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "number"], name="version_number_once_per_schedule"
            ),
            models.UniqueConstraint(
                fields=["schedule"],
                condition=Q(status="draft"),
                name="schedule_has_one_draft",
                violation_error_message="This schedule already has a draft.",
            ),
            models.UniqueConstraint(
                fields=["schedule"],
                condition=Q(status="published"),
                name="schedule_has_one_published_version",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | ~Q(status="draft") & Q(published_at__isnull=False),
                name="version_published_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule}, version {self.number}"
