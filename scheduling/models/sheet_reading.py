"""A large spreadsheet that was brought, while a worker reads it."""

from __future__ import annotations

from django.db import models

from scheduling.models.calendar import AcademicYear
from scheduling.models.made_file import ByWorker, ByWorkerQuerySet
from scheduling.models.sheet_import import SheetImport


class SheetReading(ByWorker):
    """What comes of it is a spreadsheet to be looked at, as of a small file at once."""

    academic_year = models.ForeignKey(AcademicYear, models.CASCADE, related_name="sheet_readings")
    published = models.BooleanField(
        default=False, help_text="It is to change what is published, and not the draft."
    )
    block = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The block that is meant; nothing: whichever it is."
    )
    file_name = models.CharField(max_length=200)
    # It tells who is away, so it is gone as soon as it is read.
    brought = models.BinaryField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)
    sheet = models.ForeignKey(
        SheetImport, models.SET_NULL, null=True, blank=True, related_name="readings"
    )

    objects = ByWorkerQuerySet.as_manager()

    class Meta(ByWorker.Meta):
        verbose_name = "spreadsheet being read"
        verbose_name_plural = "spreadsheets being read"

    def __str__(self) -> str:
        return self.file_name
