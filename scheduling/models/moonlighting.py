"""Permission to moonlight: from one day to another, granted by somebody."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.models import Person, Program


class PermissionQuerySet(models.QuerySet["MoonlightingPermission"]):
    def standing(self) -> PermissionQuerySet:
        """Those that were not revoked."""
        return self.filter(revoked_at=None)

    def on(self, day: date) -> PermissionQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class MoonlightingPermission(models.Model):
    """Moonlighting without one is logged all the same, and found."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="moonlighting_permissions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="moonlighting_permissions")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day on which it holds.")
    note = models.CharField(max_length=300, blank=True, help_text="Where, how much, which letter.")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["program", "-starts_on", "person", "pk"]
        constraints = [
            models.CheckConstraint(
                name="moonlighting_permission_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A permission cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="moonlighting_permission_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message="Who revoked a permission, and when, go together.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on} to {self.ends_on}"
