"""A program workbook that somebody uploaded, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Program


class ProgramImportQuerySet(models.QuerySet["ProgramImport"]):
    """Uploads, by their state."""

    def staged(self) -> "ProgramImportQuerySet":
        return self.filter(status=ProgramImport.Status.STAGED)


class ProgramImport(models.Model):
    """What was read from a workbook, kept as JSON; nothing changes before it is applied."""

    class Status(models.TextChoices):
        STAGED = "staged", "To be looked at"
        APPLIED = "applied", "Applied"
        DISCARDED = "discarded", "Put aside"

    program = models.ForeignKey(
        Program,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        help_text="Empty: the workbook opens a new program.",
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # It tells who is away and why, so it is kept no longer than it is needed.
    document = models.JSONField(
        default=dict, blank=True, help_text="The JSON twin of the workbook, until it is decided."
    )
    remarks = models.JSONField(default=list, blank=True)
    outcome = models.JSONField(
        default=list, blank=True, help_text="How many rows were added, changed and removed."
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.STAGED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProgramImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="staged", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(status="staged") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="program_import_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
