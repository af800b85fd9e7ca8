"""How much of what each resident does in a year, and in which order."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from people.models import Program
from scheduling.models.rotation import Rotation


class CurriculumItem(models.Model):
    """So many half-blocks of a rotation for each resident of a PGY (and track)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="curriculum")
    academic_year = models.PositiveSmallIntegerField(help_text="The year in which it starts.")
    pgy = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=40, blank=True, help_text="Empty: every track.")
    rotation = models.ForeignKey(Rotation, models.PROTECT, related_name="curriculum")
    minimum_halves = models.PositiveSmallIntegerField(help_text="In half-blocks.")
    maximum_halves = models.PositiveSmallIntegerField(help_text="In half-blocks.")
    after = models.ForeignKey(
        Rotation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opens",
        help_text="Must have been done before.",
    )
    first_block = models.PositiveSmallIntegerField(null=True, blank=True)
    last_block = models.PositiveSmallIntegerField(null=True, blank=True)
    gap_halves = models.PositiveSmallIntegerField(
        default=0, help_text="Half-blocks that must lie between two of them."
    )

    class Meta:
        ordering = ["program", "academic_year", "pgy", "track", "rotation"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "academic_year", "pgy", "track", "rotation"],
                name="curriculum_names_a_rotation_once",
            ),
            models.CheckConstraint(
                condition=Q(maximum_halves__gte=F("minimum_halves")),
                name="curriculum_halves_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(last_block__gte=F("first_block")), name="curriculum_window_is_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"PGY-{self.pgy} {self.rotation.code}: {self.minimum_halves}-{self.maximum_halves}"


class Request(models.Model):
    """What a person would like, with a rank; 1 is wished for most."""

    class Kind(models.TextChoices):
        LEAVE = "leave", "A week of leave"
        ROTATION = "rotation", "A rotation, at a time or at all"
        CALL = "call", "Call on a date or a weekday"
        CLINIC = "clinic", "Clinic on a weekday"

    class Wish(models.TextChoices):
        PREFER = "prefer", "Would like"
        AVOID = "avoid", "Would rather not"

    program = models.ForeignKey(Program, models.PROTECT, related_name="requests")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="requests")
    academic_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    wish = models.CharField(max_length=8, choices=Wish, default=Wish.PREFER)
    rank = models.PositiveSmallIntegerField(default=1)
    rotation = models.ForeignKey(Rotation, models.PROTECT, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    round = models.ForeignKey(
        "scheduling.PreferenceRound",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="requests",
        help_text="The round in which it was wished for; empty: the office entered it.",
    )

    class Meta:
        ordering = ["program", "academic_year", "person", "kind", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="leave") | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="leave_request_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(kind="rotation") | Q(rotation__isnull=False),
                name="rotation_request_names_one",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="request_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="request_rank_from_1"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__range=(1, 7)),
                name="request_weekday_is_iso",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_wish_display().lower()}, rank {self.rank}"

    def touches(self, first: date, last: date) -> bool:
        """Whether it is about any of these days; without days it is about all."""
        return (self.starts_on is None or self.starts_on <= last) and (
            self.ends_on is None or first <= self.ends_on
        )
