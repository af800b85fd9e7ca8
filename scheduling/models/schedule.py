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


LARGE = ("version__report",)
"""What lists of rows of a version leave aside: it came with each row, a megabyte of a large year."""


def findings(*, hard: bool) -> models.Func:
    """How many of them a report holds, of a kind; null without a report."""
    which = f"$.findings[*] ? (@.hard == {str(hard).lower()})"
    return models.Func(
        models.F("report"),
        template=f"jsonb_array_length(jsonb_path_query_array(%(expressions)s, '{which}'))",
        output_field=models.IntegerField(),
    )


class VersionQuerySet(models.QuerySet["ScheduleVersion"]):
    def draft(self) -> "VersionQuerySet":
        """What is to be published next; scenarios are drafts beside it."""
        return self.filter(status=ScheduleVersion.Status.DRAFT, scenario="")

    def scenarios(self) -> "VersionQuerySet":
        return self.filter(status=ScheduleVersion.Status.DRAFT).exclude(scenario="")

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
    scenario = models.CharField(
        max_length=80, blank=True, help_text="What a draft beside the draft is about: “what if …”."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_revision = models.PositiveBigIntegerField(
        null=True, blank=True, editable=False, help_text="What was approved; any change ends it."
    )
    reason = models.CharField(
        max_length=300, blank=True, help_text="Why it was published though it changes much."
    )
    report = models.JSONField(
        null=True, blank=True, help_text="What the check found; empty: not checked since a change."
    )
    # Counted by the database when the report is written: to count, a page would read all of it.
    violations = models.GeneratedField(
        expression=findings(hard=True), output_field=models.IntegerField(null=True), db_persist=True
    )
    advisories = models.GeneratedField(
        expression=findings(hard=False),
        output_field=models.IntegerField(null=True),
        db_persist=True,
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
                fields=["schedule", "scenario"],
                condition=Q(status="draft"),
                name="schedule_has_one_draft",
                violation_error_message="This schedule already has a draft of this name.",
            ),
            models.CheckConstraint(
                condition=Q(scenario="") | Q(status="draft"), name="scenario_is_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="version_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, approved_revision=None)
                | Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    approved_revision__isnull=False,
                    submitted_at__isnull=False,
                ),
                name="version_approved_after_it_was_submitted",
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
        if self.scenario:
            return f"{self.schedule}, “{self.scenario}”"
        return f"{self.schedule}, version {self.number}"

    @property
    def named(self) -> str:
        """How the address of a page names it: of each state there is one, but for scenarios."""
        return str(self.pk) if self.scenario else self.status
