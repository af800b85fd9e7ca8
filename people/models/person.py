"""A resident or a member of the faculty, as a program knows them."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models

from people.models.program import Program


class PersonQuerySet(models.QuerySet["Person"]):
    """People, by the programs they belong to."""

    def in_programs(self, programs: Iterable[Program | int]) -> "PersonQuerySet":
        """The people enrolled in, or acting for, one of these programs (or keys), in any year."""
        in_one = models.Q(enrolments__program__in=programs) | models.Q(
            user__roles__program__in=programs
        )
        # A subquery, because a join would repeat people and forbid deleting.
        return self.filter(pk__in=self.model._default_manager.filter(in_one).values("pk"))


class Person(models.Model):
    """Belongs to programs by enrolments and roles; PGY is a matter of the year, not of the person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        # An account may go while the schedule still shows who worked.
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
    )
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField(
        max_length=40, blank=True, help_text="Shown only to people who look up who is on call."
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("last_name", "first_name", "pk")
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def roster_name(self) -> str:
        """The short form that fits a cell of the grid."""
        return f"{self.last_name} {self.first_name[:1]}."
