"""What an account may do in a program, and from when to when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.program import Program


class RoleQuerySet(models.QuerySet["Role"]):
    """Roles, by the days on which they act."""

    def active(self, on: date) -> "RoleQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


class Role(models.Model):
    """Both days belong to the role; a role without a last day is open."""

    class Kind(models.TextChoices):
        ADMIN = "admin", _("administrator")
        COORDINATOR = "coordinator", _("coordinator")
        DIRECTOR = "director", _("program director")
        CHIEF = "chief", _("chief resident")
        FACULTY = "faculty", _("faculty")
        RESIDENT = "resident", _("resident")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ("program", "kind", "starts_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("program", "user", "kind", "starts_on"),
                name="role_once_from_a_day",
                violation_error_message="This account has the role from that day already.",
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="A role cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()} in {self.program}"

    def acts_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
