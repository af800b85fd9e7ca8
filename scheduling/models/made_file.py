"""What a worker does for somebody with a file: asked for, under way, ready, or ended without it."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models

Row = TypeVar("Row", bound="ByWorker")


class ByWorkerQuerySet(models.QuerySet[Row]):
    def active(self) -> Self:
        return self.filter(status__in=ByWorker.ACTIVE)


class ByWorker(models.Model):
    """What all of them have: how far it is, and how it ended."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        MAKING = "making", "Under way"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    ACTIVE = (Status.QUEUED, Status.MAKING)

    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    message = models.CharField(max_length=300, blank=True)
    done = models.PositiveSmallIntegerField(default=0, help_text="Parts that are made.")
    parts = models.PositiveSmallIntegerField(default=0, help_text="Parts in all, once it is known.")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-requested_at", "-pk"]

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE


class MadeFile(ByWorker):
    """Of what a worker makes there is a file, once it is ready."""

    file = models.BinaryField(null=True, blank=True)

    class Meta(ByWorker.Meta):
        abstract = True
