"""The workbook of a large year, as it was asked for and as a worker made it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from scheduling.models.schedule import ScheduleVersion


class ExportQuerySet(models.QuerySet["Export"]):
    def active(self) -> ExportQuerySet:
        return self.filter(status__in=Export.ACTIVE)


class Export(models.Model):
    """Kept for a few days, since it can be made again."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    ACTIVE = (Status.QUEUED, Status.MAKING)

    version = models.ForeignKey(ScheduleVersion, models.CASCADE, related_name="exports")
    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    message = models.CharField(max_length=300, blank=True)
    done = models.PositiveSmallIntegerField(default=0, help_text="Sheets that are written.")
    parts = models.PositiveSmallIntegerField(default=0, help_text="Sheets in all, once known.")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    file = models.BinaryField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = "workbook"
        constraints = [
            models.CheckConstraint(
                name="export_that_is_ready_has_its_file",
                condition=Q(status="ready", file__isnull=False)
                | ~Q(status="ready") & Q(file__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Workbook of {self.version}"

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE
