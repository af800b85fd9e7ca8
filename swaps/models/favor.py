"""What somebody took and was given nothing for: it is owed until it is settled."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.models import Person, Program
from people.wording import said
from swaps.models.trade import Leg


class FavorQuerySet(models.QuerySet["Favor"]):
    def owed(self) -> "FavorQuerySet":
        return self.filter(settled_at=None)


class Favor(models.Model):
    """One for each duty that was given away; a duty given back settles the oldest."""

    class End(models.TextChoices):
        RETURNED = "returned", "A duty was taken in return"
        FORGIVEN = "forgiven", "Forgiven"
        UNDONE = "undone", "The swap was undone"

    program = models.ForeignKey(Program, models.PROTECT, related_name="favors")
    leg = models.OneToOneField(Leg, models.PROTECT, related_name="favor")
    owed_to = models.ForeignKey(Person, models.PROTECT, related_name="favors_owed")
    owed_by = models.ForeignKey(Person, models.PROTECT, related_name="favors_owing")
    earned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    end = models.CharField("how it was settled", max_length=8, choices=End, blank=True)
    returned_by = models.OneToOneField(
        Leg, models.PROTECT, null=True, blank=True, related_name="returns"
    )

    objects = FavorQuerySet.as_manager()

    class Meta:
        ordering = ["earned_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="favor_settled_says_how",
                condition=Q(settled_at=None, end="") | Q(settled_at__isnull=False) & ~Q(end=""),
            ),
            models.CheckConstraint(
                name="favor_returned_by_a_duty",
                condition=Q(end="returned", returned_by__isnull=False)
                | ~Q(end="returned") & Q(returned_by=None),
            ),
            models.CheckConstraint(
                name="nobody_owes_themselves", condition=~Q(owed_to=F("owed_by"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> str:
        return said("{owing} owes {owed} a favor", owing=self.owed_by, owed=self.owed_to)
