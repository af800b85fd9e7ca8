"""A time in which somebody is away, to the half-day."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import StrIndex
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from people.models.person import Person
from people.models.program import Program
from people.time_away.counting import Stretch

# Half-days are numbered from the morning of this day, so that they can be compared as integers.
EPOCH = date(2000, 1, 1)


class Slot(models.TextChoices):
    """The two halves of a day; noon is the border."""

    AM = "AM", "morning"
    PM = "PM", "afternoon"


SLOTS = (Slot.AM.value, Slot.PM.value)
"""Read once: an enumeration makes its list of values anew each time it is asked."""


def half_day_number(day: date, slot: str) -> int:
    return (day - EPOCH).days * 2 + (slot == Slot.PM)


def half_day_start(number: int, zone: ZoneInfo) -> datetime:
    """Midnight or noon, by the clocks of the zone."""
    return datetime.combine(
        EPOCH + timedelta(days=number // 2), time(12) if number % 2 else time.min, zone
    )


def _half_day_sql(day: str, slot: str) -> CombinedExpression:
    """The same number inside the database; StrIndex finds the P of PM at 1 and none in AM: 0."""
    # Not Django's own subtraction of dates, which gives an interval. Its keywords are in the order
    # of the alphabet, as migrations write them: in another order every check sees a change.
    days = Func(
        F(day),
        Value(EPOCH, models.DateField()),
        arg_joiner=" - ",
        template="(%(expressions)s)",
        output_field=models.IntegerField(),
    )
    return days * 2 + StrIndex(F(slot), Value("P"))


def _range_sql(first: Any, last: Any) -> Func:
    """Both ends belong to the range."""
    return Func(first, last, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences, by state and by days."""

    def overlapping(self, first_day: date, last_day: date) -> "AbsenceQuerySet":
        return self.filter(starts_on__lte=last_day, ends_on__gte=first_day)

    def approved(self) -> "AbsenceQuerySet":
        return self.filter(status=Absence.Status.APPROVED)

    def standing(self) -> "AbsenceQuerySet":
        """Those that take up their time: neither denied nor cancelled."""
        return self.filter(status__in=Absence.STANDING)


class Absence(models.Model):
    """What somebody is away for is private; that they are away is not."""

    class Kind(models.TextChoices):
        VACATION = "vacation", N_("vacation")
        SICK = "sick", N_("sick leave")
        MEDICAL = "medical", N_("medical leave")
        PARENTAL = "parental", N_("parental leave")
        CAREGIVER = "caregiver", N_("caregiver leave")
        FAMILY_EMERGENCY = "family_emergency", N_("family emergency")
        BEREAVEMENT = "bereavement", N_("bereavement")
        CONFERENCE = "conference", N_("conference")
        MILITARY = "military", N_("military duty")
        JURY = "jury", N_("jury duty")
        AWAY_ROTATION = "away_rotation", N_("away rotation (TDY)")
        INTERVIEW = "interview", N_("interview")
        HOLIDAY = "holiday", N_("holiday")
        OTHER = "other", N_("other")

    class Status(models.TextChoices):
        REQUESTED = "requested", "requested"
        APPROVED = "approved", "approved"
        DENIED = "denied", "denied"
        CANCELLED = "cancelled", "cancelled"

    class Source(models.TextChoices):
        REQUEST = "request", "own request"
        COORDINATOR = "coordinator", "entered by the office"
        IMPORT = "import", "import"
        PLAN = "plan", "annual plan"

    STANDING = (Status.REQUESTED, Status.APPROVED)
    SIX_WEEKS = (Kind.MEDICAL, Kind.PARENTAL, Kind.CAREGIVER, Kind.SICK, Kind.VACATION)

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=16, choices=Kind)
    starts_on = models.DateField()
    starts_at_slot = models.CharField("from the", max_length=2, choices=Slot, default=Slot.AM)
    ends_on = models.DateField()
    ends_slot = models.CharField("to the", max_length=2, choices=Slot, default=Slot.PM)
    status = models.CharField(max_length=9, choices=Status, default=Status.REQUESTED)
    source = models.CharField(max_length=11, choices=Source, default=Source.REQUEST)
    reason = models.TextField(blank=True, help_text="Private: seen by the office only.")
    of_six_weeks = models.BooleanField(
        "of the six paid weeks",
        default=False,
        db_default=False,
        help_text="Counts toward the six weeks of paid leave that an institution owes once.",
    )
    pay_percent = models.PositiveSmallIntegerField(
        "percent of pay", null=True, blank=True, help_text="Empty: not recorded."
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absences_requested",
    )
    requested_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was asked for or entered, where that is known."
    )
    # The last decision, whether it approved, denied or cancelled.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absences_decided",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "person", "pk")
        indexes = [models.Index(fields=("program", "starts_on", "ends_on"), name="absence_by_days")]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(starts_on__lt=F("ends_on"))
                | (Q(starts_on=F("ends_on")) & ~Q(starts_at_slot="PM", ends_slot="AM")),
                violation_error_message=_("An absence cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="absence_slots_are_halves",
                condition=Q(starts_at_slot__in=("AM", "PM"), ends_slot__in=("AM", "PM")),
                violation_error_message=_("A half-day is AM or PM."),
            ),
            models.CheckConstraint(
                name="absence_decided_at_a_moment",
                condition=Q(status="requested", decided_at=None, decided_by=None)
                | (Q(status__in=("approved", "denied", "cancelled")) & ~Q(decided_at=None)),
                violation_error_message=_(
                    "An absence has a moment of decision unless it is still requested."
                ),
            ),
            models.CheckConstraint(
                name="absence_decided_by_somebody",
                condition=Q(status="requested")
                | Q(decided_by__isnull=False)
                | Q(source__in=("import", "plan")),
                violation_error_message=_("Somebody decided this absence: say who."),
            ),
            models.CheckConstraint(
                name="absence_of_six_weeks_for_a_reason",
                condition=Q(of_six_weeks=False)
                | Q(kind__in=("medical", "parental", "caregiver", "sick", "vacation")),
                violation_error_message=(
                    "The six paid weeks are medical, parental or caregiver leave, or sick leave or "
                    "vacation that is spent on it."
                ),
            ),
            models.CheckConstraint(
                name="absence_pay_is_a_percentage",
                condition=Q(pay_percent=None) | Q(pay_percent__lte=100),
                violation_error_message=_("Pay is 0 to 100 percent."),
            ),
            # One-element ranges let plain GiST compare people, without the extension btree_gist.
            ExclusionConstraint(
                name="absence_never_overlaps",
                expressions=[
                    (_range_sql(F("person"), F("person")), RangeOperators.OVERLAPS),
                    (
                        _range_sql(
                            _half_day_sql("starts_on", "starts_at_slot"),
                            _half_day_sql("ends_on", "ends_slot"),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status__in=("requested", "approved")),
                violation_error_code="overlaps",
                violation_error_message=_("This person is away already in a part of that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on} to {self.ends_on}"

    def clean(self) -> None:
        """Said here too, since a range that ends before it starts cannot be asked for overlaps."""
        if self.starts_on and self.ends_on and self.last_half < self.first_half:
            raise ValidationError(
                {"ends_on": "An absence cannot end before it starts."}, code="ends_before_start"
            )

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """The state counts even in a form that does not show it."""
        super().validate_constraints(exclude=set(exclude or ()) - {"status"})

    @property
    def first_half(self) -> int:
        return half_day_number(self.starts_on, self.starts_at_slot)

    @property
    def last_half(self) -> int:
        return half_day_number(self.ends_on, self.ends_slot)

    @property
    def stretch(self) -> Stretch:
        """How long it is, for those who count it."""
        return Stretch(
            kind=self.kind,
            first_day=self.starts_on,
            last_day=self.ends_on,
            from_noon=self.starts_at_slot == Slot.PM,
            until_noon=self.ends_slot == Slot.AM,
            settled=self.status == self.Status.APPROVED,
        )

    def interval(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From midnight or noon to noon or midnight, by the clocks of the zone."""
        return half_day_start(self.first_half, zone), half_day_start(self.last_half + 1, zone)
