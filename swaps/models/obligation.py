"""What somebody has to do, wherever the schedule moves it: swaps hang on this and not on a row."""

from django.db import models
from django.db.models import Q

from people.models import Person, Program
from scheduling.models import Activity, Assignment, CallType, Rotation
from swaps.words import what

NAMED_BY = ("person_id", "kind", "starts_on", "slot", "rotation_id", "activity_id", "call_type_id")
"""What tells one duty of a version from another."""


def name_of(row: "Assignment | Obligation") -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in NAMED_BY)


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def standing(self) -> "ObligationQuerySet":
        return self.filter(ended_at=None)

    def with_names(self) -> "ObligationQuerySet":
        return self.select_related("person", "rotation", "activity", "call_type", "program")


class Obligation(models.Model):
    """A duty of a person in the published schedule, by what it is and when.

    It follows its duty from version to version, and to another day when it is moved; it ends when
    the person no longer has it.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="obligations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=10, choices=Assignment.Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    slot = models.CharField(max_length=2, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rotation = models.ForeignKey(Rotation, models.PROTECT, null=True, blank=True)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True)
    call_type = models.ForeignKey(CallType, models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=200, blank=True, help_text="Why it is theirs no more.")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("person", "kind", "starts_on", "slot"),
                    *("rotation", "activity", "call_type"),
                ],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="obligation_stands_once",
            ),
            models.CheckConstraint(
                name="obligation_is_no_leave", condition=~Q(kind=Assignment.Kind.LEAVE)
            ),
            models.CheckConstraint(
                name="obligation_ended_says_why",
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def name(self) -> str:
        """What it is called. Reads the related rows."""
        thing = self.rotation or self.activity or self.call_type
        return thing.name if thing else ""

    @property
    def what(self) -> str:
        """The duty in few words. Reads the related row: select it with `with_names`."""
        return what(self)
