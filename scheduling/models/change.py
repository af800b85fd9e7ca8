"""What was changed in a version, cell by cell; the database itself writes it down."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from people.doors import Door
from people.models import Person
from scheduling.models.assignment import Assignment
from scheduling.models.call import CallType
from scheduling.models.schedule import ScheduleVersion

THIS_TRANSACTION = Cast(
    Cast(
        models.Func(function="pg_current_xact_id", output_field=models.TextField()),
        models.TextField(),
    ),
    models.BigIntegerField(),
)


class ChangeSet(models.Model):
    """What somebody changed at once, and why.

    It is open to changes in the transaction that made it, and closed for ever afterwards.
    """

    class Kind(models.TextChoices):
        OPEN = "open", "Opened"
        EDIT = "edit", "Edit"
        SOLVE = "solve", "Solve"
        IMPORT = "import", "Import"
        REPAIR = "repair", "Repair"
        SWAP = "swap", "Swap"
        COVER = "cover", "Cover"
        ABSENCE = "absence", "Absence"
        ROLLOVER = "rollover", "Rollover"
        ROLLBACK = "rollback", "Rollback"
        MERGE = "merge", "Scenario taken over"
        UNDO = "undo", "Undone"
        REDO = "redo", "Done again"
        DIRECT = "direct", "In the database, past every service"

    version = models.ForeignKey(ScheduleVersion, models.CASCADE, related_name="change_sets")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    door = models.CharField(max_length=9, choices=Door, blank=True)
    sentence = models.CharField(max_length=300, help_text="What was done.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why, in somebody's words.")
    overrides = models.JSONField(
        default=list, blank=True, help_text="Rules that must hold and were broken knowingly."
    )
    undoes = models.OneToOneField(
        "self", models.RESTRICT, null=True, blank=True, related_name="undone_by"
    )
    carries = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="carried_by",
        help_text="The change of the published version that this one repeats in a draft.",
    )
    conflicts = models.JSONField(
        default=list, blank=True, help_text="What could not be done, since something else stood."
    )
    transaction = models.BigIntegerField(db_default=THIS_TRANSACTION, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["version", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="undone_says_what",
                condition=Q(kind__in=["undo", "redo"], undoes__isnull=False)
                | ~Q(kind__in=["undo", "redo"]) & Q(undoes__isnull=True),
            ),
            models.CheckConstraint(
                name="change_past_a_rule_has_a_reason",
                condition=Q(overrides=[]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="change_set_carries_another", condition=~Q(carries=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class AssignmentChangeQuerySet(models.QuerySet["AssignmentChange"]):
    def lasting(self) -> "AssignmentChangeQuerySet":
        """Without what came and went within the same change set."""
        return self.exclude(before__isnull=True, after__isnull=True)


class AssignmentChange(models.Model):
    """One cell of a version before and after a change set.

    A cell is what can hold one assignment: a half-day of a person, a call of a night, the
    rotation or the leave that starts on a day. `before` and `after` are the columns of the row,
    None where there was or is none.
    """

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="changes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Assignment.Kind)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day that either of them touches.")
    slot = models.CharField(max_length=2, blank=True)
    call_type = models.ForeignKey(
        CallType, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)

    objects = AssignmentChangeQuerySet.as_manager()

    class Meta:
        ordering = ["change_set", "starts_on", "person", "slot", "pk"]
        indexes = [models.Index(fields=["person", "starts_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "person", "kind", "starts_on", "slot", "call_type"],
                name="cell_changes_once_in_a_change_set",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on} {self.slot}".strip()
