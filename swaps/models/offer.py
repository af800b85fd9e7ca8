"""A duty that somebody would give away, and those who could take it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from people.fields import SaidField
from people.models import Person, Program
from people.wording import counted, said
from swaps.models.obligation import Obligation
from swaps.models.search import Search


class OfferQuerySet(models.QuerySet["SwapOffer"]):
    def open(self) -> "OfferQuerySet":
        return self.filter(status=SwapOffer.Status.OPEN)

    def unanswered(self) -> "OfferQuerySet":
        """Those whose matches are still to be looked for."""
        return self.filter(search_status=SwapOffer.Progress.WAITING)

    def with_names(self) -> "OfferQuerySet":
        return self.select_related(
            "program",
            "obligation__person",
            "obligation__rotation",
            "obligation__activity",
            "obligation__call_type",
        )


class SwapOffer(Search):
    """Open until a trade takes it. What the search found is kept with it, the best first."""

    class Status(models.TextChoices):
        OPEN = "open", N_("Open")
        TAKEN = "taken", N_("Taken")
        DONE = "done", N_("Done")
        WITHDRAWN = "withdrawn", N_("Withdrawn")
        EXPIRED = "expired", N_("Expired")
        LOST = "lost", N_("No longer theirs")

    program = models.ForeignKey(Program, models.PROTECT, related_name="swap_offers")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="offers")
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    gift = models.BooleanField("for nothing", default=True)
    exchange = models.BooleanField("in exchange", default=True)
    wanted_from = models.DateField(
        null=True, blank=True, help_text="What comes for it lies on or after this day."
    )
    wanted_until = models.DateField(null=True, blank=True)
    asked = models.ManyToManyField(
        Person, related_name="+", blank=True, help_text="Nobody: everybody who could take it."
    )
    note = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    consent = models.CharField(
        max_length=120, blank=True, help_text="On behalf of somebody: how they agreed."
    )
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    matches = SaidField(default=list, blank=True)
    cannot = SaidField(default=dict, blank=True, help_text="Why not, by person.")

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["expires_at", "pk"]
        indexes = [models.Index(fields=["program", "status", "expires_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(status__in=["open", "taken"]),
                name="swap_offered_once",
                violation_error_message=_("This duty is offered already."),
            ),
            models.CheckConstraint(
                name="swap_offer_wants_something",
                condition=Q(gift=True) | Q(exchange=True),
                violation_error_message=_("It is given away, exchanged, or either."),
            ),
            models.CheckConstraint(
                name="swap_offer_window_in_order",
                condition=Q(wanted_until__gte=F("wanted_from"))
                | Q(wanted_from=None)
                | Q(wanted_until=None),
                violation_error_message=_("What comes for it lies between a day and a later one."),
            ),
            models.CheckConstraint(
                name="swap_offer_closed_has_a_time",
                condition=Q(status__in=["open", "taken"], closed_at=None)
                | ~Q(status__in=["open", "taken"]) & Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation.person}: {self.obligation.what}"

    @property
    def found(self) -> str:
        """What the search came to."""
        if self.search_status != self.Progress.ANSWERED:
            return said(self.search_message)
        matches = counted("Found {count} match", "Found {count} matches", len(self.matches))
        if not self.cannot:
            return said("{matches}.", matches=matches)
        people = counted(
            "{count} person cannot take it", "{count} people cannot take it", len(self.cannot)
        )
        return said("{matches}; {people}.", matches=matches, people=people)

    @property
    def is_live(self) -> bool:
        return self.status in (self.Status.OPEN, self.Status.TAKEN)
