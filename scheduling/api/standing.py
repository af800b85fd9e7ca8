"""Who is on call, and on which service, over REST; public where the program says so."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from people.api_auth import TokenScope
from people.models import Program
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.models import CallType
from scheduling.queries.on_call import OnCall, Step
from scheduling.queries.on_service import Member, Service
from scheduling.services.on_call import OnCallAt, find_calls_of, find_on_call, programs_to_read

PROGRAM = OpenApiParameter(
    "program", str, description="A program's slug; may be left out by those who have one only."
)
MOMENT = OpenApiParameter(
    "at",
    OpenApiTypes.DATETIME,
    description="A moment; without an offset from UTC it is the program's time. By default, now.",
)

DAY = OpenApiParameter(
    "on", OpenApiTypes.DATE, description="A day instead of a moment: the calls that begin on it."
)
KEPT_SECONDS = 30
"""How long an answer may be kept: a change of the schedule shows within it."""


class CallSerializer(serializers.Serializer[OnCall]):
    """One person's call; without a person, a call that should have somebody and has not."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=CallType.Kind.choices)
    staff = serializers.ChoiceField(choices=CallType.Staff.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    person = serializers.IntegerField(source="person_id", allow_null=True)
    roster_name = serializers.CharField()
    phone = serializers.CharField()
    away = serializers.BooleanField(help_text="Has an approved absence in this time.")
    override = serializers.BooleanField(help_text="Has it by a change since it was published.")
    instead_of = serializers.ListField(
        child=serializers.CharField(), help_text="Who had it as published."
    )


class StepSerializer(serializers.Serializer[Step]):
    """Whom to call at once; before those of the steps that follow."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    codes = serializers.SerializerMethodField()

    def get_codes(self, step: Step) -> list[str]:
        return sorted({call.code for call in step.calls})


class MemberSerializer(serializers.Serializer[Member]):
    person = serializers.IntegerField(source="person_id")
    roster_name = serializers.CharField()
    role = serializers.CharField(help_text="The PGY, or faculty.")
    phone = serializers.CharField()
    half = serializers.CharField(help_text="AM or PM when away in the other half of the day.")


class ServiceSerializer(serializers.Serializer[Service]):
    code = serializers.CharField()
    name = serializers.CharField()
    place = serializers.CharField()
    members = MemberSerializer(many=True)


class OnCallSerializer(serializers.Serializer[OnCallAt]):
    """When it is not known, nothing is published for the day, and an empty list means nothing."""

    program = serializers.CharField(source="program.slug")
    at = serializers.DateTimeField(allow_null=True, help_text="Null when a day was asked for.")
    day = serializers.DateField()
    known = serializers.BooleanField()
    calls = CallSerializer(many=True)
    order = StepSerializer(many=True, source="steps", help_text="In which order to call.")
    services = ServiceSerializer(many=True)


class OfOneProgram(Asked):
    """A view of the program that the query names."""

    def program(self) -> Program:
        name = self.request.query_params.get("program", "")
        return choose_program(self.by, name, at=self.at)


class OnCallView(OfOneProgram):
    """Open to strangers where the program's roster is public; without telephone numbers then."""

    permission_classes = (AllowAny, TokenScope)

    @extend_schema(
        operation_id="on_call_retrieve",
        description="Who is on call at a moment or begins on a day, in which order to call them, "
        "what nobody covers, and who is on which service, as published.",
        parameters=[PROGRAM, MOMENT, DAY],
        responses={200: OnCallSerializer, 304: None},
    )
    def get(self, request: Request) -> HttpResponse:
        program = self._readable_program()
        asked = request.query_params.get("on")
        if asked:
            day: date = serializers.DateField().run_validation(asked)
            found = find_calls_of(program, day, by=request.user, at=self.at)
        else:
            moment = self._moment(program)
            found = find_on_call(program, moment, by=request.user, at=self.at)
        return self._kept(OnCallSerializer(found).data)

    def _readable_program(self) -> Program:
        """What is public is found by its slug; everything else as everywhere."""
        name = self.request.query_params.get("program", "")
        programs = programs_to_read(self.request.user, at=self.at)
        public = next((p for p in programs if p.roster_is_public and p.slug == name), None)
        return public or self.program()

    def _moment(self, program: Program) -> datetime:
        asked = self.request.query_params.get("at")
        if not asked:
            return self.at
        moment: datetime = serializers.DateTimeField(default_timezone=program.zone).run_validation(
            asked
        )
        return moment

    def _kept(self, data: dict[str, Any]) -> HttpResponse:
        """For half a minute, and by its tag for as long as nothing but the moment differs."""
        said = json.dumps({**data, "at": None}, sort_keys=True, default=str)
        response = Response(data)
        response["ETag"] = f'W/"{sha256(said.encode()).hexdigest()[:32]}"'
        whose = "private" if self.request.user.is_authenticated else "public"
        response["Cache-Control"] = f"{whose}, max-age={KEPT_SECONDS}"
        patch_vary_headers(response, ["Authorization", "Cookie"])
        conditional = get_conditional_response(
            self.request, etag=response["ETag"], response=response
        )
        return conditional or response
