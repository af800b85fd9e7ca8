"""An interruption of home call that is just over, over REST."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.queries.own import own_person
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.compliance.services.interruptions import KINDS, MOST, log_interruption
from scheduling.models import LoggedWork


class InterruptionSerializer(serializers.Serializer[dict[str, Any]]):
    """How long it took until now."""

    program = serializers.CharField(default="")
    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in KINDS])
    minutes = serializers.IntegerField(min_value=1, max_value=MOST)


class InterruptedSerializer(serializers.ModelSerializer[LoggedWork]):
    class Meta:
        model = LoggedWork
        fields = ("id", "person", "kind", "starts_at", "ends_at", "minutes")


class InterruptionView(Asked, APIView):
    @extend_schema(
        operation_id="home_call_interruptions_create",
        description="Log that your home call was interrupted, by telephone or by being called in.",
        request=InterruptionSerializer,
        responses={status.HTTP_201_CREATED: InterruptedSerializer},
    )
    def post(self, request: Request) -> Response:
        asked = InterruptionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        row = log_interruption(
            own_person(self.by), program=program, **details, by=self.by, at=self.at
        )
        return Response(InterruptedSerializer(row).data, status=status.HTTP_201_CREATED)
