"""Several rows of one table changed alike, at once: what each was, so that it can be taken back."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from people.models.program import Program


class JointChange(models.Model):
    """What was changed for many rows together, of one program."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="joint_changes")
    kind = models.CharField(max_length=60, help_text="Of which table: “people.enrolment”.")
    values = models.JSONField(encoder=DjangoJSONEncoder, help_text="What was set, by column.")
    rows = models.JSONField(
        encoder=DjangoJSONEncoder, help_text="Each row's key with what it held before."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="joint_change_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.rows)} of {self.kind}"
