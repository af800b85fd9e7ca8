"""What fills a half-day, when it really starts and ends, and what it needs."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models import CredentialKind, Program, Slot


class Place(models.Model):
    """A site, and how many rooms its clinic has."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="places")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    rooms = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: rooms are never short here."
    )
    target_rooms = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many should be in use at most. Empty: all of them."
    )

    class Meta:
        ordering = ["program", "code"]
        constraints = [
            models.UniqueConstraint(fields=["program", "code"], name="place_code_once_per_program"),
            models.CheckConstraint(
                condition=Q(target_rooms__isnull=True) | Q(rooms__gte=F("target_rooms")),
                name="place_target_is_below_its_rooms",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """One entry of the program's code dictionary, such as C, AT, LEC or NF."""

    class Kind(models.TextChoices):
        CLINIC = "clinic", "Clinic"
        PROCEDURE = "procedure", "Procedure"
        INPATIENT = "inpatient", "Inpatient"
        NIGHT = "night", "Night float"
        SUPERVISION = "supervision", "Supervision"
        EDUCATION = "education", "Education"
        ADMINISTRATION = "administration", "Administration"
        RECOVERY = "recovery", "Free after call"
        HOLIDAY = "holiday", "Holiday"
        OFF = "off", "Off"
        LEAVE = "leave", "Leave"

    class Supervision(models.TextChoices):
        NONE = "none", "Needs no attending"
        BY_LEVEL = "by-level", "Half an attending for a PGY-1, a quarter for others"
        ONE = "one", "One attending for each person"

    program = models.ForeignKey(Program, models.PROTECT, related_name="activities")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    am_starts = models.TimeField("AM starts", null=True, blank=True)
    am_ends = models.TimeField("AM ends", null=True, blank=True)
    pm_starts = models.TimeField("PM starts", null=True, blank=True)
    pm_ends = models.TimeField(
        "PM ends",
        null=True,
        blank=True,
        help_text="Not later than the start: it ends on the next day.",
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)
    room_units = models.PositiveSmallIntegerField(default=0, help_text="Rooms taken by one person.")
    room_once = models.BooleanField(
        default=False, help_text="Takes its rooms once, however many people do it."
    )
    virtual = models.BooleanField(default=False, help_text="Clinic by video or telephone.")
    continuity = models.BooleanField(
        default=False, help_text="Clinic with one's own patients, in person or virtual."
    )
    supervision_needed = models.CharField(
        max_length=10, choices=Supervision, default=Supervision.NONE
    )
    supervises = models.BooleanField(default=False, help_text="Counts as one attending.")
    credential = models.ForeignKey(CredentialKind, models.PROTECT, null=True, blank=True)
    beside = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        help_text="Residents do it only while somebody of the faculty does this.",
    )
    beside_credential = models.ForeignKey(
        CredentialKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whoever of the faculty does that needs this.",
    )
    color = models.CharField(max_length=7, default="#e5e7eb", help_text="Like #ffc000.")

    class Meta:
        ordering = ["program", "code"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"], name="activity_code_once_per_program"
            ),
            # What fills a half-day of leave or a holiday must be one thing, not a choice.
            models.UniqueConstraint(
                fields=["program", "kind"],
                condition=Q(kind__in=["leave", "holiday"]),
                name="one_activity_for_leave_and_for_holidays",
            ),
            models.CheckConstraint(
                condition=Q(am_starts__isnull=True, am_ends__isnull=True)
                | Q(am_starts__isnull=False, am_ends__isnull=False),
                name="activity_morning_has_both_times",
            ),
            models.CheckConstraint(
                condition=Q(pm_starts__isnull=True, pm_ends__isnull=True)
                | Q(pm_starts__isnull=False, pm_ends__isnull=False),
                name="activity_afternoon_has_both_times",
            ),
            models.CheckConstraint(
                condition=Q(beside__isnull=False) | Q(beside_credential__isnull=True),
                name="activity_credential_of_company_needs_company",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        if self.credential and self.credential.program_id != self.program_id:
            raise ValidationError({"credential": "This credential belongs to another program."})
        if self.beside and self.beside.program_id != self.program_id:
            raise ValidationError({"beside": "This activity belongs to another program."})
        if self.beside_credential and self.beside_credential.program_id != self.program_id:
            raise ValidationError(
                {"beside_credential": "This credential belongs to another program."}
            )

    def times(self, slot: str) -> tuple[time, time] | None:
        """Start and end on the clock, or None when it is never done in this half of the day."""
        starts, ends = (
            (self.am_starts, self.am_ends) if slot == Slot.AM else (self.pm_starts, self.pm_ends)
        )
        return (starts, ends) if starts is not None and ends is not None else None
