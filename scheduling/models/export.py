"""The workbook of a large year, as it was asked for and as a worker made it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from scheduling.models.made_file import ByWorkerQuerySet, MadeFile
from scheduling.models.schedule import ScheduleVersion


class Export(MadeFile):
    """Kept for a few days, since it can be made again."""

    version = models.ForeignKey(ScheduleVersion, models.CASCADE, related_name="exports")
    name = models.CharField(max_length=200, blank=True)

    objects = ByWorkerQuerySet.as_manager()

    class Meta(MadeFile.Meta):
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
