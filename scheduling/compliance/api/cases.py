"""Cases over REST: what is done about findings."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Person
from people.permissions import programs_for
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.compliance.models import Case, CaseStep
from scheduling.compliance.permissions import visible_cases
from scheduling.compliance.services.cases import move_case, open_case


class CaseStepSerializer(serializers.ModelSerializer[CaseStep]):
    class Meta:
        model = CaseStep
        fields = ("state", "reason", "action", "by", "at")


class CaseSerializer(serializers.ModelSerializer[Case]):
    """A finding that somebody deals with, and its history."""

    program = serializers.CharField(source="program.slug", read_only=True)
    steps = CaseStepSerializer(many=True, read_only=True)

    class Meta:
        model = Case
        fields = (
            *("id", "program", "person", "rule", "first_day", "last_day", "label", "force"),
            *("cited", "message", "state", "opened_at", "steps"),
        )


class PersonField(serializers.PrimaryKeyRelatedField[Person]):
    """Somebody of the programs whose violations the asker sees."""

    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        view = self.context["view"]
        return Person.objects.in_programs(programs_for(view.by, "view_violations", view.at))


class WhySerializer(serializers.Serializer[dict[str, Any]]):
    state = serializers.ChoiceField(choices=Case.State.choices, default=Case.State.OPEN)
    reason = serializers.CharField()
    action = serializers.CharField(default="", allow_blank=True)


class NewCaseSerializer(WhySerializer):
    """A finding as the report of a person names it."""

    program = serializers.CharField(default="")
    person = PersonField(pk_field=serializers.IntegerField())
    rule = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    label = serializers.CharField(default="", allow_blank=True)  # type: ignore[assignment]


class MoveSerializer(WhySerializer):
    seen = serializers.ChoiceField(choices=Case.State.choices)


@extend_schema_view(
    list=extend_schema(description="The cases of the programs you plan."),
    retrieve=extend_schema(description="One case with its history."),
)
class CaseViewSet(Asked, ReadOnlyModelViewSet[Case]):
    queryset = Case.objects.none()
    serializer_class = CaseSerializer

    def get_queryset(self) -> QuerySet[Case]:
        return visible_cases(self.request.user, at=self.at)

    @extend_schema(
        description="Make a case of a finding that is there.",
        request=NewCaseSerializer,
        responses={status.HTTP_201_CREATED: CaseSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewCaseSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        person = details.pop("person")
        case = open_case(person, program=program, **details, by=self.by, at=self.at)
        return Response(CaseSerializer(case).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Take a case from the state in which you saw it to another.",
        request=MoveSerializer,
        responses=CaseSerializer,
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        case = self.get_object()
        asked = MoveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        move_case(case, details.pop("state"), **details, by=self.by, at=self.at)
        return Response(CaseSerializer(self.get_queryset().get(pk=case.pk)).data)
