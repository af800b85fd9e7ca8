"""Offers over REST: make one, see whom to ask, take it, propose a match, take it back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Person
from people.permissions import may, owns
from people.rest import Asked
from scheduling.models import Assignment
from scheduling.permissions import visible_versions
from swaps.api.people import ActingSerializer, PersonField, acting
from swaps.api.trades import TradeSerializer
from swaps.models import SwapOffer
from swaps.permissions import visible_offers
from swaps.queries.matches import MatchLine, MatchReader
from swaps.services.offers import offer_duty, withdraw_offer
from swaps.services.trades import propose_exchange, propose_match, take_offer


class FactorSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    percent = serializers.IntegerField(help_text="0 to 100.")
    weight = serializers.IntegerField(help_text="Percent of the score.")
    reason = serializers.CharField()


class LimitSerializer(serializers.Serializer[Any]):
    """A sum before and after, beside its limit: one's own, and everybody's for those who plan."""

    who = serializers.CharField()
    title = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()
    limit = serializers.CharField()


class MatchSerializer(serializers.Serializer[MatchLine]):
    """One way to trade, in the asker's words."""

    number = serializers.IntegerField(help_text="By which it is proposed.")
    manner = serializers.ChoiceField(choices=["gift", "exchange", "cycle"])
    points = serializers.IntegerField(help_text="Of a hundred.")
    lines = serializers.ListField(child=serializers.CharField())
    reasons = serializers.ListField(child=serializers.CharField())
    factors = FactorSerializer(many=True)
    limits = LimitSerializer(many=True)
    advised = serializers.ListField(child=serializers.CharField(), help_text="Advised against.")
    people = serializers.SerializerMethodField()

    def get_people(self, match: MatchLine) -> list[int]:
        return [person.pk for person in match.people]


class OfferSerializer(serializers.ModelSerializer[SwapOffer]):
    """An offer. Its giver and those who plan see all matches, others those they take part in."""

    program = serializers.CharField(source="program.slug", read_only=True)
    person = serializers.IntegerField(source="obligation.person_id", read_only=True)
    duty = serializers.CharField(source="obligation.what", read_only=True)
    starts_at = serializers.DateTimeField(source="obligation.starts_at", read_only=True)
    matches = serializers.SerializerMethodField()
    why_not = serializers.SerializerMethodField()

    class Meta:
        model = SwapOffer
        fields = (
            *("id", "program", "person", "duty", "starts_at", "status", "gift", "exchange"),
            *("wanted_from", "wanted_until", "note", "offered_at", "expires_at"),
            *("search_status", "search_message", "matches", "why_not"),
        )

    def _reader(self, offer: SwapOffer) -> tuple[MatchReader, Person | None, bool]:
        view = self.context["view"]
        plans = may(view.by, "arrange_swaps", offer.program, at=view.at)
        return MatchReader(offer, view.person, plans=plans), view.person, plans

    @extend_schema_field(MatchSerializer(many=True))
    def get_matches(self, offer: SwapOffer) -> list[dict[str, Any]]:
        reader, person, plans = self._reader(offer)
        everything = plans or owns(self.context["view"].by, offer.obligation.person)
        if not everything and person is None:
            return []
        found = reader.matches(None if everything else person)
        return [dict(MatchSerializer(match).data) for match in found]

    def get_why_not(self, offer: SwapOffer) -> str:
        """Why the asker cannot simply take it; empty when nothing stands against it."""
        reader, person, _ = self._reader(offer)
        return reader.why_not(person) if person else ""


class AssignmentField(serializers.PrimaryKeyRelatedField[Assignment]):
    """One of the published assignments that the asker sees."""

    queryset = Assignment.objects.none()

    def get_queryset(self) -> QuerySet[Assignment]:
        view = self.context["view"]
        versions = visible_versions(view.request.user, at=view.at)
        rows = Assignment.objects.filter(version__in=versions, version__status="published")
        return rows.select_related(
            "person", "rotation", "activity", "call_type", "version__schedule__program",
            "version__schedule__academic_year",
        )  # fmt: skip


class NewOfferSerializer(serializers.Serializer[dict[str, Any]]):
    """A published duty; with nobody asked by name, everybody sees it who could take it."""

    assignment = AssignmentField(pk_field=serializers.IntegerField())
    gift = serializers.BooleanField(default=True)
    exchange = serializers.BooleanField(default=True)
    wanted_from = serializers.DateField(allow_null=True, default=None)
    wanted_until = serializers.DateField(allow_null=True, default=None)
    asked = PersonField(pk_field=serializers.IntegerField(), many=True, default=list)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)
    consent = serializers.CharField(max_length=120, default="", allow_blank=True)


class ProposalSerializer(ActingSerializer):
    """The number of a match, or an own duty to give for it."""

    match = serializers.IntegerField(min_value=1, allow_null=True, default=None)
    assignment = AssignmentField(pk_field=serializers.IntegerField(), allow_null=True, default=None)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["match"] is None) == (attrs["assignment"] is None):
            raise serializers.ValidationError("Name a match or an assignment, not both.")
        return attrs


@extend_schema_view(
    list=extend_schema(description="Offers that are open to you, your own, and all that you plan."),
    retrieve=extend_schema(description="One offer, with whom to ask."),
)
class OfferViewSet(Asked, ReadOnlyModelViewSet[SwapOffer]):
    queryset = SwapOffer.objects.none()
    serializer_class = OfferSerializer
    filterset_fields = ("status",)

    @property
    def person(self) -> Person | None:
        return Person.objects.filter(user=self.by).first()

    def get_queryset(self) -> QuerySet[SwapOffer]:
        return visible_offers(self.request.user, at=self.at).order_by("expires_at", "pk")

    def _asked(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        asked = serializer(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    @extend_schema(
        description="Offer a published duty; a worker then looks for whom to ask.",
        request=NewOfferSerializer,
        responses={status.HTTP_201_CREATED: OfferSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = self._asked(NewOfferSerializer)
        offer = offer_duty(asked.pop("assignment"), by=self.by, at=self.at, **asked)
        return Response(self.get_serializer(offer).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Take the duty for nothing; of two takers at once one wins.",
        request=ActingSerializer,
        responses=TradeSerializer,
    )
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: str) -> Response:
        offer, asked = self.get_object(), self._asked(ActingSerializer)
        trade = take_offer(
            offer, acting(asked, self.by), by=self.by, at=self.at, consent=asked["consent"]
        )
        return Response(TradeSerializer(trade, context=self.get_serializer_context()).data)

    @extend_schema(
        description="Propose a match, or an own duty in exchange; everybody in it has to agree.",
        request=ProposalSerializer,
        responses=TradeSerializer,
    )
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: str) -> Response:
        offer, asked = self.get_object(), self._asked(ProposalSerializer)
        words = {"consent": asked["consent"], "note": asked["note"]}
        if asked["assignment"] is not None:
            trade = propose_exchange(offer, asked["assignment"], by=self.by, at=self.at, **words)
        else:
            person = acting(asked, self.by)
            trade = propose_match(
                offer, asked["match"], by=self.by, at=self.at, person=person, **words
            )
        return Response(TradeSerializer(trade, context=self.get_serializer_context()).data)

    @extend_schema(
        description="Take the offer back.", request=ActingSerializer, responses=OfferSerializer
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        offer, asked = self.get_object(), self._asked(ActingSerializer)
        withdraw_offer(offer, by=self.by, at=self.at, consent=asked["consent"])
        return Response(self.get_serializer(offer).data)
