"""What was done to a row, as the database itself wrote it down, and the seals on it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from people.doors import Door
from people.models.program import Program


class Record(models.Model):
    """One row added, changed or deleted: which, when, by whom, and through which door.

    A trigger writes it (`people.history`), and it stays. Who and where have no constraint, so that
    the record does not hang on them.
    """

    class Verb(models.TextChoices):
        ADD = "add", "added"
        CHANGE = "change", "changed"
        DELETE = "delete", "deleted"
        FORGET = "forget", "forgot"

    at = models.DateTimeField()
    kind = models.CharField(max_length=60, help_text="Of which table: “people.person”.")
    row = models.CharField(max_length=40, help_text="Its key there.")
    verb = models.CharField(max_length=6, choices=Verb)
    program = models.ForeignKey(
        Program, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    door = models.CharField(max_length=9, choices=Door, blank=True)
    before = models.JSONField(null=True, help_text="The columns that changed, as they were.")
    after = models.JSONField(null=True, help_text="The same, as they are since.")

    class Meta:
        verbose_name = "change on record"
        verbose_name_plural = "changes on record"
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "row", "-id"]),
            models.Index(fields=["program", "-id"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row} {self.get_verb_display()}"


class Seal(models.Model):
    """A link of the chain of a program, or of what belongs to none.

    Each is made of the one before and of what its record says, so that nothing can be changed,
    taken out or put in later without breaking the chain.
    """

    # Null for Django alone, which then finds seals whose record is forgotten.
    record = models.OneToOneField(
        Record, models.DO_NOTHING, null=True, related_name="seal", db_constraint=False
    )
    program = models.ForeignKey(
        Program, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    place = models.PositiveIntegerField(help_text="In its chain, from 1.")
    content = models.CharField(max_length=64, help_text="SHA-256 of the record.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the digest before and this.")
    sealed_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="When the record was forgotten; the seal stays."
    )

    class Meta:
        ordering: ClassVar = ["program", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "place"],
                name="seal_has_its_place",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.digest[:12]}"
