"""What a person is certified or privileged to do, and until when."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models.person import Person
from people.models.program import Program


class CredentialKind(models.Model):
    """A certificate or privilege that a program keeps track of, such as BLS."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="credential_kinds")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("program", "code", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("program", "code"),
                name="credential_kind_code_once_a_program",
                violation_error_message="The program has a credential with this code already.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Credentials, by the days on which they hold."""

    def expiring_before(self, day: date) -> "CredentialQuerySet":
        """Those whose last valid day is earlier than this one, long past ones included."""
        return self.filter(expires_on__lt=day)


class Credential(models.Model):
    """The day it expires is the last on which it is valid; without one it never expires."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="credentials")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials")
    kind = models.ForeignKey(CredentialKind, on_delete=models.PROTECT, related_name="credentials")
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ("person", "kind", "issued_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("person", "kind", "issued_on"),
                name="credential_once_from_a_day",
                violation_error_message="This credential issued on that day is recorded already.",
            ),
            models.CheckConstraint(
                name="credential_expires_after_issue",
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                violation_error_message="A credential cannot expire before it is issued.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"

    def clean(self) -> None:
        """The kind is one of the same program's."""
        if self.program_id and self.kind_id and self.kind.program_id != self.program_id:
            raise ValidationError(
                {"kind": f"{self.kind} is not a credential of {self.program}."},
                code="kind_of_another_program",
            )
