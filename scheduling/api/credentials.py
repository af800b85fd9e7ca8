"""Credentials that run out, over REST."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.api.standing import PROGRAM, OfOneProgram
from scheduling.queries.running_out import STAGES, RunningOut
from scheduling.services.credential_news import credentials_running_out

DAYS = OpenApiParameter(
    "days", OpenApiTypes.INT, description=f"How far to look ahead; {STAGES[-1]} unless given."
)


class DaysSerializer(serializers.Serializer[dict[str, int]]):
    days = serializers.IntegerField(default=STAGES[-1])


class CredentialEndingSerializer(serializers.Serializer[RunningOut]):
    """A credential that no later one replaces; `needed` is what of the schedule needs it after."""

    id = serializers.IntegerField(source="credential.pk")
    person = serializers.IntegerField(source="credential.person_id")
    roster_name = serializers.CharField(source="person.roster_name")
    kind = serializers.CharField(source="credential.kind.code")
    expires_on = serializers.DateField()
    days_left = serializers.IntegerField(help_text="Below nothing: it has ended.")
    needed = serializers.SerializerMethodField()
    first_needed_on = serializers.SerializerMethodField()

    def get_needed(self, row: RunningOut) -> int:
        """How many half-days of what is published."""
        return len(row.needs)

    def get_first_needed_on(self, row: RunningOut) -> str | None:
        return row.needs[0].on.isoformat() if row.needs else None


class RunningOutView(OfOneProgram):
    @extend_schema(
        operation_id="credentials_running_out_list",
        description="Credentials of this year's people that run out soon or have, the soonest "
        "first, with what of the published schedule needs them afterwards.",
        parameters=[PROGRAM, DAYS],
        responses=CredentialEndingSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        asked = DaysSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = credentials_running_out(
            program, within=asked.validated_data["days"], by=self.by, at=self.at
        )
        return Response([CredentialEndingSerializer(row).data for row in found])
