"""Preferences over REST: rounds, one's own answer and what became of it, and everybody's for planners."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request as Asking
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Enrolment, Person
from people.queries.own import own_person
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.models import PreferenceRound, Request
from scheduling.permissions import visible_rounds
from scheduling.queries.wish_outcomes import Outcome, State
from scheduling.services.preference_report import (
    PersonReport,
    RankMet,
    RoundReport,
    my_outcomes,
    report_on,
)
from scheduling.services.preferences import Wish, answer_round, move_deadline, open_round, remind

DRAFT = OpenApiParameter("draft", bool, description="Of the draft, not of what is published.")


class RoundSerializer(serializers.ModelSerializer[PreferenceRound]):
    """`asks` are the kinds of wishes: leave, rotation, call, clinic."""

    program = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    asks = serializers.ListField(child=serializers.ChoiceField(choices=Request.Kind.choices))

    class Meta:
        model = PreferenceRound
        fields = (
            *("id", "program", "academic_year", "name", "position", "asks", "most", "note"),
            *("opens_at", "closes_at"),
        )


class NewRoundSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(
        default="", help_text="A program's slug; may be left out by those who have one only."
    )
    academic_year = serializers.IntegerField(min_value=2000, max_value=2100)
    name = serializers.CharField(max_length=80)
    position = serializers.ChoiceField(choices=Enrolment.Position.choices)
    asks = serializers.ListField(
        child=serializers.ChoiceField(choices=Request.Kind.choices), min_length=1
    )
    most = serializers.IntegerField(default=6, min_value=1, max_value=12)
    note = serializers.CharField(default="", allow_blank=True, max_length=2000)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()


class WishSerializer(serializers.Serializer[Wish]):
    """One wish. Rotations are named by their number; the order of wishes is their rank."""

    kind = serializers.ChoiceField(choices=Request.Kind.choices)
    wish = serializers.ChoiceField(choices=Request.Wish.choices, default=Request.Wish.PREFER)
    rotation = serializers.IntegerField(default=None, allow_null=True)
    starts_on = serializers.DateField(default=None, allow_null=True)
    ends_on = serializers.DateField(default=None, allow_null=True)
    weekday = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, max_value=7, help_text="Monday 1 to Sunday 7."
    )


class WishesSerializer(serializers.Serializer[dict[str, Any]]):
    wishes = WishSerializer(many=True, help_text="All of them: they take the place of the former.")
    person = serializers.IntegerField(
        default=None, allow_null=True, help_text="For whom the office answers; nobody: oneself."
    )


class DeadlineSerializer(serializers.Serializer[dict[str, Any]]):
    closes_at = serializers.DateTimeField()


class OutcomeSerializer(serializers.Serializer[Outcome]):
    """`against` are assignments that stand against it; ask why of them."""

    kind = serializers.CharField(source="request.kind")
    wish = serializers.CharField(source="request.wish")
    rank = serializers.IntegerField(source="request.rank")
    rotation = serializers.IntegerField(source="request.rotation_id", allow_null=True)
    starts_on = serializers.DateField(source="request.starts_on", allow_null=True)
    ends_on = serializers.DateField(source="request.ends_on", allow_null=True)
    weekday = serializers.IntegerField(source="request.weekday", allow_null=True)
    state = serializers.ChoiceField(choices=[state.value for state in State])
    says = serializers.CharField()
    cost = serializers.IntegerField()
    against = serializers.ListField(child=serializers.IntegerField())


class PersonReportSerializer(serializers.Serializer[PersonReport]):
    """Without a moment they have not answered."""

    person = serializers.IntegerField(source="person.pk")
    roster_name = serializers.CharField(source="person.roster_name")
    answered_at = serializers.DateTimeField(source="answer.answered_at", default=None)
    met = serializers.IntegerField()
    cost = serializers.IntegerField()
    outcomes = OutcomeSerializer(many=True)


class RankMetSerializer(serializers.Serializer[RankMet]):
    rank = serializers.IntegerField()
    met = serializers.IntegerField()
    of = serializers.IntegerField()


class RoundReportSerializer(serializers.Serializer[RoundReport]):
    """Without a version nothing is planned, and every wish is open."""

    version = serializers.IntegerField(source="version.pk", default=None)
    answered = serializers.IntegerField()
    ranks = RankMetSerializer(many=True)
    people = PersonReportSerializer(many=True)


class RemindedSerializer(serializers.Serializer[dict[str, int]]):
    reminded = serializers.IntegerField()


@extend_schema_view(
    list=extend_schema(description="Rounds that ask you, and those of the programs you plan."),
    retrieve=extend_schema(description="One round."),
)
class PreferenceRoundViewSet(Asked, ReadOnlyModelViewSet[PreferenceRound]):
    queryset = PreferenceRound.objects.none()
    serializer_class = RoundSerializer

    def get_queryset(self) -> QuerySet[PreferenceRound]:
        return visible_rounds(self.by, at=self.at)

    @extend_schema(
        description="Ask the residents or the faculty what they would like, until a deadline.",
        request=NewRoundSerializer,
        responses={status.HTTP_201_CREATED: RoundSerializer},
    )
    def create(self, request: Asking) -> Response:
        sent = NewRoundSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        details = dict(sent.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        row = open_round(program, details, by=self.by, at=self.at)  # type: ignore[arg-type]
        return Response(RoundSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="preference_rounds_mine",
        description="Your own answer, and what became of it in what is published.",
        responses=PersonReportSerializer,
    )
    @action(detail=True)
    def mine(self, request: Asking, pk: str) -> Response:
        asked = self.get_object()
        found = my_outcomes(asked, own_person(self.by), by=self.by, at=self.at)
        return Response(PersonReportSerializer(found).data)

    @extend_schema(
        description="Say what you would like, in the place of what you said before; the office may answer "
        "for somebody, also after the deadline.",
        request=WishesSerializer,
        responses=PersonReportSerializer,
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Asking, pk: str) -> Response:
        asked, sent = self.get_object(), WishesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        person = self._answering(asked, sent.validated_data["person"])
        wishes = [Wish(**wish) for wish in sent.validated_data["wishes"]]
        answer_round(asked, person, wishes, by=self.by, at=self.at)
        found = my_outcomes(asked, person, by=self.by, at=self.at)
        return Response(PersonReportSerializer(found).data)

    def _answering(self, asked: PreferenceRound, person: int | None) -> Person:
        if person is None:
            return own_person(self.by)
        return get_object_or_404(Person.objects.in_programs([asked.program]), pk=person)

    @extend_schema(
        description="Everybody's answers with what became of them, and who has not answered.",
        parameters=[DRAFT],
        responses=RoundReportSerializer,
    )
    @action(detail=True)
    def report(self, request: Asking, pk: str) -> Response:
        draft = request.query_params.get("draft", "").lower() in ("1", "true")
        found = report_on(self.get_object(), by=self.by, at=self.at, draft=draft)
        return Response(RoundReportSerializer(found).data)

    @extend_schema(
        description="Remind those who have not answered, once a day.",
        request=None,
        responses=RemindedSerializer,
    )
    @action(detail=True, methods=["post"])
    def remind(self, request: Asking, pk: str) -> Response:
        return Response({"reminded": remind(self.get_object(), by=self.by, at=self.at)})

    @extend_schema(
        description="Move the deadline; those who have not answered are told.",
        request=DeadlineSerializer,
        responses=RoundSerializer,
    )
    @action(detail=True, methods=["post"])
    def deadline(self, request: Asking, pk: str) -> Response:
        asked, sent = self.get_object(), DeadlineSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        moved = move_deadline(asked, sent.validated_data["closes_at"], by=self.by, at=self.at)
        return Response(RoundSerializer(moved).data)
