"""A pack of evidence for a site visit, as it was asked for and as a worker made it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.models import Program


class PackQuerySet(models.QuerySet["EvidencePack"]):
    def active(self) -> PackQuerySet:
        return self.filter(status__in=EvidencePack.ACTIVE)


class EvidencePack(models.Model):
    """Some days of a program: schedules, hours, waivers, leave, supervision, changes, and what is unknown."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    ACTIVE = (Status.QUEUED, Status.MAKING)

    program = models.ForeignKey(Program, models.PROTECT, related_name="evidence_packs")
    first_day = models.DateField()
    last_day = models.DateField()
    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    message = models.CharField(max_length=300, blank=True)
    done = models.PositiveSmallIntegerField(default=0, help_text="Parts that are made.")
    parts = models.PositiveSmallIntegerField(default=0, help_text="Parts in all, once it is known.")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=dict, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="pack_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="The pack ends before it starts.",
            ),
            models.CheckConstraint(
                name="pack_that_is_ready_has_its_file",
                condition=Q(status="ready", file__isnull=False)
                | ~Q(status="ready") & Q(file__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}, {self.first_day} to {self.last_day}"

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE

    @property
    def file_name(self) -> str:
        return f"{self.program.slug}-{self.first_day}-to-{self.last_day}.zip"
