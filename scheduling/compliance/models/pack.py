"""A pack of evidence for a site visit, as it was asked for and as a worker made it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from people.models import Program
from scheduling.models.made_file import ByWorkerQuerySet, MadeFile


class EvidencePack(MadeFile):
    """Some days of a program: schedules, hours, waivers, leave, supervision, changes, and what is unknown."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="evidence_packs")
    first_day = models.DateField()
    last_day = models.DateField()
    sha256 = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=dict, blank=True)

    objects = ByWorkerQuerySet.as_manager()

    class Meta(MadeFile.Meta):
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
    def file_name(self) -> str:
        return f"{self.program.slug}-{self.first_day}-to-{self.last_day}.zip"
