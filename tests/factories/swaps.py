"""Factories for offers, trades and favors: the plainest valid row."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from scheduling.models import Assignment
from swaps.models import Consent, Favor, Leg, Obligation, SwapOffer, SwapPolicy, Trade, TripPlan
from tests.factories.people import PersonFactory, ProgramFactory, UserFactory

OFFERED_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
TRADABLE_UNTIL = datetime(2027, 6, 1, 12, tzinfo=UTC)


def obligation_for(row: Assignment) -> Obligation:
    """What its row says."""
    names = ("person", "kind", "starts_on", "ends_on", "slot", "starts_at", "ends_at")
    things = ("rotation", "activity", "call_type")
    fields = {name: getattr(row, name) for name in (*names, *things)}
    return Obligation.objects.create(program=row.version.schedule.program, **fields)


class SwapPolicyFactory(DjangoModelFactory):
    class Meta:
        model = SwapPolicy

    program = factory.SubFactory(ProgramFactory)


class SwapOfferFactory(DjangoModelFactory):
    """Give the `obligation`."""

    class Meta:
        model = SwapOffer

    program = factory.SelfAttribute("obligation.program")
    offered_at = OFFERED_AT
    offered_by = factory.SubFactory(UserFactory)
    expires_at = TRADABLE_UNTIL
    search_asked_at = OFFERED_AT


class TradeFactory(DjangoModelFactory):
    """A give-away of an obligation to a `taker`, who has not answered. Give the `offer`."""

    class Meta:
        model = Trade

    program = factory.SelfAttribute("offer.program")
    manner = Trade.Manner.GIFT
    proposed_at = OFFERED_AT
    proposed_by = factory.SubFactory(UserFactory)
    expires_at = TRADABLE_UNTIL

    @classmethod
    def _create(cls, model: type[Trade], *args: object, **fields: object) -> Trade:
        taker = fields.pop("taker", None) or PersonFactory()
        trade = super()._create(model, *args, **fields)
        duty = trade.offer.obligation
        Leg.objects.create(trade=trade, obligation=duty, giver=duty.person, taker=taker)
        for person in (duty.person, taker):
            Consent.objects.create(trade=trade, person=person)
        return trade


class FavorFactory(DjangoModelFactory):
    """Give the `leg`."""

    class Meta:
        model = Favor

    program = factory.SelfAttribute("leg.trade.program")
    owed_to = factory.SelfAttribute("leg.taker")
    owed_by = factory.SelfAttribute("leg.giver")
    earned_at = OFFERED_AT


class TripPlanFactory(DjangoModelFactory):
    class Meta:
        model = TripPlan

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    kind = TripPlan.Kind.TRIP
    starts_on = ends_on = factory.LazyFunction(lambda: OFFERED_AT.date())
    asked_by = factory.SubFactory(UserFactory)
    search_asked_at = OFFERED_AT
