"""Duties that change hands together, and who has agreed to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop as N_

from people.fields import SaidField
from people.models import Person, Program
from people.wording import said
from scheduling.models import ChangeSet
from swaps.models.obligation import Obligation
from swaps.models.offer import SwapOffer


class TradeQuerySet(models.QuerySet["Trade"]):
    def live(self) -> "TradeQuerySet":
        return self.filter(status__in=Trade.LIVE)

    def of(self, person: Person) -> "TradeQuerySet":
        return self.filter(consents__person=person)

    def with_names(self) -> "TradeQuerySet":
        legs = ("rotation", "activity", "call_type", "person")
        return self.select_related("program", "offer").prefetch_related(
            "consents__person",
            "legs__giver",
            "legs__taker",
            *(f"legs__obligation__{name}" for name in legs),
        )


class Trade(models.Model):
    """Moved by compare-and-set only. What it would do is kept as it was last looked at."""

    class Manner(models.TextChoices):
        GIFT = "gift", N_("Give-away")
        EXCHANGE = "exchange", N_("Exchange")
        CYCLE = "cycle", N_("Ring")

    class Status(models.TextChoices):
        PROPOSED = "proposed", N_("Waiting for consent")
        AGREED = "agreed", N_("Being checked")
        WAITING = "waiting", N_("Waiting for approval")
        DONE = "done", N_("Carried out")
        UNDONE = "undone", N_("Undone")
        DECLINED = "declined", N_("Declined")
        REFUSED = "refused", N_("Not approved")
        WITHDRAWN = "withdrawn", N_("Withdrawn")
        EXPIRED = "expired", N_("Expired")
        FAILED = "failed", N_("Not possible")
        LOST = "lost", N_("Overtaken")

    LIVE = (Status.PROPOSED, Status.AGREED, Status.WAITING)

    program = models.ForeignKey(Program, models.PROTECT, related_name="trades")
    offer = models.ForeignKey(
        SwapOffer, models.PROTECT, null=True, blank=True, related_name="trades"
    )
    manner = models.CharField(max_length=8, choices=Manner)
    status = models.CharField(max_length=9, choices=Status, default=Status.PROPOSED)
    note = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    look = SaidField(default=dict, blank=True, help_text="What it does, when last looked at.")
    doubts = SaidField(
        default=list, blank=True, help_text="Why somebody has to approve it, in sentences."
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    message = SaidField(default=str, blank=True, help_text="Why it ended as it did.")
    done_at = models.DateTimeField(null=True, blank=True)
    change_set = models.OneToOneField(
        ChangeSet, models.PROTECT, null=True, blank=True, related_name="trade"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TradeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["program", "status"])]
        constraints = [
            models.CheckConstraint(
                name="trade_carried_out_is_on_record",
                condition=Q(status__in=["done", "undone"], change_set__isnull=False)
                & Q(done_at__isnull=False)
                | ~Q(status__in=["done", "undone"]) & Q(change_set=None, done_at=None),
            ),
            models.CheckConstraint(
                name="trade_undone_has_a_time",
                condition=Q(status="undone", undone_at__isnull=False)
                | ~Q(status="undone") & Q(undone_at=None),
            ),
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(status__in=["agreed", "waiting", "done"]),
                name="swap_offer_goes_to_one_trade",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_manner_display()} {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE


class Leg(models.Model):
    """One duty that goes from one person to another."""

    trade = models.ForeignKey(Trade, models.CASCADE, related_name="legs")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="legs")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["trade", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trade", "obligation"], name="duty_goes_to_one_person_in_a_trade"
            ),
            models.CheckConstraint(
                name="nobody_trades_with_themselves", condition=~Q(giver=F("taker"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taker} takes {self.obligation.what} from {self.giver}"


class Consent(models.Model):
    """Whether somebody agrees, and who wrote it down."""

    trade = models.ForeignKey(Trade, models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agrees = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.CharField(
        max_length=120, blank=True, help_text="Recorded for somebody: how they said so."
    )
    undo_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["trade", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trade", "person"], name="consent_once_of_a_person"),
            models.CheckConstraint(
                name="consent_answered_has_a_time",
                condition=Q(agrees=None, answered_at=None)
                | Q(agrees__isnull=False, answered_at__isnull=False, recorded_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> str:
        """Whether they agree, as a sentence without its end."""
        if self.agrees is None:
            return said("{person} has not answered", person=self.person)
        if self.agrees:
            return said("{person} agrees", person=self.person)
        return said("{person} declines", person=self.person)
