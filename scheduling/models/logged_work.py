"""What somebody worked beside the schedule or left out of it, at its real times."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from people.models import Person, Program
from people.spoken import refused
from people.wording import said

LONGEST = timedelta(hours=48)


class LoggedWorkQuerySet(models.QuerySet["LoggedWork"]):
    """Logged work, by state and by time."""

    def standing(self) -> "LoggedWorkQuerySet":
        """What was not withdrawn."""
        return self.filter(withdrawn_at=None)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "LoggedWorkQuerySet":
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class LoggedWork(models.Model):
    """It is counted as hours of work, or taken off them, and stays on record.

    An entry made in error is withdrawn.
    """

    class Kind(models.TextChoices):
        MOONLIGHTING_INTERNAL = "moonlighting_internal", "Moonlighting, internal"
        MOONLIGHTING_EXTERNAL = "moonlighting_external", "Moonlighting, external"
        CALLED_IN = "called_in", "Called in from home call"
        FROM_HOME = "from_home", "Clinical work from home"
        STAYED = "stayed", "Stayed by own choice"
        OVERTIME = "overtime", "Scheduled work that ran over"
        NOT_WORKED = "not_worked", "Scheduled work that was not done"

    program = models.ForeignKey(Program, models.PROTECT, related_name="logged_work")
    person = models.ForeignKey(Person, models.PROTECT, related_name="logged_work")
    kind = models.CharField(max_length=24, choices=Kind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(
        max_length=300,
        blank=True,
        help_text="Why somebody stayed by own choice; nothing that tells who a patient is.",
    )
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = LoggedWorkQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "person", "pk"]
        verbose_name_plural = "logged work"
        indexes = [models.Index(fields=["program", "starts_at"], name="logged_work_by_time")]
        constraints = [
            models.CheckConstraint(
                name="logged_work_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Work ends after it starts."),
            ),
            models.CheckConstraint(
                name="logged_work_is_two_days_at_most",
                condition=Q(ends_at__lte=F("starts_at") + Value(LONGEST)),
                violation_error_message=_("One entry may be 48 hours long at most."),
            ),
            models.CheckConstraint(
                name="staying_has_a_reason",
                condition=~Q(kind="stayed") | ~Q(reason=""),
                violation_error_message=_("Say why somebody stayed by own choice."),
            ),
            models.CheckConstraint(
                name="logged_work_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message=_("Who withdrew an entry, and when, go together."),
            ),
            # One-element ranges let plain GiST compare people, without the extension btree_gist.
            ExclusionConstraint(
                name="logged_work_never_overlaps",
                expressions=[
                    (
                        Func(
                            F("person"), F("person"), Value("[]"), function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("starts_at"), F("ends_at"), function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at=None),
                violation_error_code="overlaps",
                violation_error_message=_("Some of that time is logged for this person already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        day = self.starts_at.astimezone(self.program.zone).date()
        return f"{self.person}, {self.get_kind_display().lower()}, {day}"

    @property
    def words(self) -> str:
        """What it was, and on which day."""
        day = self.starts_at.astimezone(self.program.zone).date()
        return said("{kind}, {day:%a %d %b}", kind=said(self.get_kind_display()), day=day)

    def clean(self) -> None:
        """Said here too, since a range that ends before it starts cannot be asked for overlaps."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            refusal = refused("Work ends after it starts.", code="ends_first")
            raise ValidationError({"ends_at": refusal})

    @property
    def is_moonlighting(self) -> bool:
        return self.kind in (self.Kind.MOONLIGHTING_INTERNAL, self.Kind.MOONLIGHTING_EXTERNAL)

    @property
    def is_work(self) -> bool:
        """Whether it adds to the hours, rather than being taken off what was scheduled."""
        return self.kind != self.Kind.NOT_WORKED

    @property
    def minutes(self) -> int:
        """Elapsed, whatever the clocks did."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)
