"""Who is on call, over REST."""

from datetime import datetime

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Program
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.models import CallType
from scheduling.queries.on_call import OnCall
from scheduling.services.on_call import OnCallAt, find_on_call

PROGRAM = OpenApiParameter(
    "program", str, description="A program's slug; may be left out by those who have one only."
)
MOMENT = OpenApiParameter(
    "at",
    OpenApiTypes.DATETIME,
    description="A moment; without an offset from UTC it is the program's time. By default, now.",
)


class CallSerializer(serializers.Serializer[OnCall]):
    """One person's call; without a person, a call that should have somebody and has not."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=CallType.Kind.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    person = serializers.IntegerField(source="person_id", allow_null=True)
    roster_name = serializers.CharField()
    phone = serializers.CharField()
    away = serializers.BooleanField(help_text="Has an approved absence in this time.")


class OnCallSerializer(serializers.Serializer[OnCallAt]):
    """When it is not known, nothing is published for the day, and an empty list means nothing."""

    program = serializers.CharField(source="program.slug")
    at = serializers.DateTimeField()
    known = serializers.BooleanField()
    calls = CallSerializer(many=True)


class OfOneProgram(Asked):
    """A view of the program that the query names."""

    def program(self) -> Program:
        name = self.request.query_params.get("program", "")
        return choose_program(self.by, name, at=self.at)


class OnCallView(OfOneProgram):
    @extend_schema(
        operation_id="on_call_retrieve",
        description="Who is on call at a moment, as published, and which calls nobody covers.",
        parameters=[PROGRAM, MOMENT],
        responses=OnCallSerializer,
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        found = find_on_call(program, self._moment(program), by=self.by, at=self.at)
        return Response(OnCallSerializer(found).data)

    def _moment(self, program: Program) -> datetime:
        asked = self.request.query_params.get("at")
        if not asked:
            return self.at
        moment: datetime = serializers.DateTimeField(default_timezone=program.zone).run_validation(
            asked
        )
        return moment
