"""Swaps over REST: answer, take back, approve or not, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Person
from people.permissions import may
from people.rest import Asked
from swaps.api.people import ActingSerializer, ReasonSerializer, acting
from swaps.models import Consent, Leg, Trade
from swaps.permissions import visible_trades
from swaps.queries.trades import trade_page
from swaps.services.decisions import approve_trade, ask_to_undo, refuse_trade, undo_trade
from swaps.services.trades import answer_trade, withdraw_trade


class LegSerializer(serializers.ModelSerializer[Leg]):
    duty = serializers.CharField(source="obligation.what", read_only=True)

    class Meta:
        model = Leg
        fields = ("giver", "taker", "duty")


class ConsentSerializer(serializers.ModelSerializer[Consent]):
    class Meta:
        model = Consent
        fields = ("person", "agrees", "answered_at", "how", "undo_asked_at")


class TradeSerializer(serializers.ModelSerializer[Trade]):
    """Who gives what to whom, who agrees, and the arithmetic that the asker may see."""

    program = serializers.CharField(source="program.slug", read_only=True)
    legs = LegSerializer(many=True, read_only=True)
    consents = ConsentSerializer(many=True, read_only=True)
    message = serializers.CharField(read_only=True, help_text="Why it ended as it did.")
    doubts = serializers.ListField(child=serializers.CharField(), read_only=True)
    limits = serializers.SerializerMethodField()
    against = serializers.SerializerMethodField()

    class Meta:
        model = Trade
        fields = (
            *("id", "program", "offer", "manner", "status", "message", "note"),
            *("legs", "consents", "doubts", "limits", "against"),
            *("proposed_at", "expires_at", "agreed_at", "looked_at", "decided_at", "done_at"),
            "undone_at",
        )

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_limits(self, trade: Trade) -> list[dict[str, str]]:
        """Sums before and after: one's own, and everybody's for those who plan."""
        view = self.context["view"]
        plans = may(view.by, "arrange_swaps", trade.program, at=view.at)
        page = trade_page(trade, view.person, plans=plans, at=view.at)
        names = ("who", "title", "label", "before", "after", "limit")
        return [{name: getattr(row, name) for name in names} for row in page.limits]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_against(self, trade: Trade) -> list[str]:
        """Rules that must hold and would not."""
        return list(trade.look.get("against", ()))


class AnswerSerializer(ActingSerializer):
    agrees = serializers.BooleanField()


@extend_schema_view(
    list=extend_schema(description="Swaps that you take part in, and all that you plan."),
    retrieve=extend_schema(description="One swap, and how far it has come."),
)
class TradeViewSet(Asked, ReadOnlyModelViewSet[Trade]):
    queryset = Trade.objects.none()
    serializer_class = TradeSerializer
    filterset_fields = ("status",)

    @property
    def person(self) -> Person | None:
        return Person.objects.filter(user=self.by).first()

    def get_queryset(self) -> QuerySet[Trade]:
        return visible_trades(self.request.user, at=self.at).order_by("-proposed_at", "-pk")

    def _asked(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        asked = serializer(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def _answer(self, trade: Trade) -> Response:
        found = self.get_queryset().get(pk=trade.pk)
        return Response(self.get_serializer(found).data)

    def _acted(self, verb: Callable[..., Trade], *more: object, asked: dict[str, Any]) -> Response:
        """A verb of one of its people, or for one of them."""
        trade, person = self.get_object(), acting(asked, self.by)
        done = verb(trade, person, *more, by=self.by, at=self.at, consent=asked["consent"])
        return self._answer(done)

    def _decided(self, verb: Callable[..., Trade]) -> Response:
        trade, asked = self.get_object(), self._asked(ReasonSerializer)
        return self._answer(verb(trade, by=self.by, at=self.at, reason=asked["reason"]))

    @extend_schema(
        description="Agree, or decline.", request=AnswerSerializer, responses=TradeSerializer
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        self.get_object()
        asked = self._asked(AnswerSerializer)
        return self._acted(answer_trade, asked["agrees"], asked=asked)

    @extend_schema(
        description="Take back what you had agreed to, before everybody has.",
        request=ActingSerializer,
        responses=TradeSerializer,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        self.get_object()
        return self._acted(withdraw_trade, asked=self._asked(ActingSerializer))

    @extend_schema(
        description="Ask to undo it; it is undone when everybody in it has asked.",
        request=ActingSerializer,
        responses=TradeSerializer,
    )
    @action(detail=True, methods=["post"], url_path="ask-undo", url_name="ask-undo")
    def ask_undo(self, request: Request, pk: str) -> Response:
        self.get_object()
        return self._acted(ask_to_undo, asked=self._asked(ActingSerializer))

    @extend_schema(
        description="Let it go ahead.", request=ReasonSerializer, responses=TradeSerializer
    )
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        return self._decided(approve_trade)

    @extend_schema(
        description="Not let it go ahead, and say why.",
        request=ReasonSerializer,
        responses=TradeSerializer,
    )
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        return self._decided(refuse_trade)

    @extend_schema(
        description="Give every duty back, and say why.",
        request=ReasonSerializer,
        responses=TradeSerializer,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        return self._decided(undo_trade)
