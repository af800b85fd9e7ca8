"""How far training is, over REST: everybody's for those who plan, and one's own."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from people.queries.own import own_person
from people.rest import Asked
from scheduling.api.standing import PROGRAM, OfOneProgram
from scheduling.engine.training import ClinicYear, Standing
from scheduling.models import ScheduleVersion
from scheduling.queries.training_progress import Progress, Resident, TrainingYear
from scheduling.services.training import find_progress, my_training


class RequirementProgressSerializer(serializers.Serializer[Progress]):
    """In the unit of the requirement. Without a day it is not met in its time as planned."""

    code = serializers.CharField(source="requirement.code")
    name = serializers.CharField(source="requirement.name")
    unit = serializers.CharField(source="requirement.unit")
    needed = serializers.FloatField(source="projection.needed")
    done = serializers.FloatField(source="projection.done")
    planned = serializers.FloatField(source="projection.planned", help_text="Rest of this year.")
    later = serializers.FloatField(source="projection.later", help_text="Later years, expected.")
    short = serializers.FloatField(source="projection.short", help_text="Missing on the last day.")
    ends_on = serializers.DateField(source="projection.ends_on")
    met_on = serializers.DateField(source="projection.met_on", allow_null=True)
    standing = serializers.ChoiceField(
        source="projection.standing", choices=[each.value for each in Standing]
    )


class ClinicYearSerializer(serializers.Serializer[ClinicYear]):
    """Continuity clinic of this year, where half-days are planned; elsewhere it is not known."""

    known = serializers.BooleanField()
    half_days = serializers.SerializerMethodField()
    minutes = serializers.IntegerField()
    weeks = serializers.IntegerField()
    gap_days = serializers.IntegerField(help_text="The most days in a row without.")

    def get_half_days(self, clinic: ClinicYear) -> int:
        return len(clinic.days)


class ResidentSerializer(serializers.Serializer[Resident]):
    person = serializers.IntegerField()
    roster_name = serializers.CharField(source="name")
    pgy = serializers.IntegerField()
    graduates_on = serializers.DateField(allow_null=True)
    progress = RequirementProgressSerializer(many=True)
    clinic = ClinicYearSerializer()


class TrainingYearSerializer(serializers.Serializer[TrainingYear]):
    today = serializers.DateField()
    planned_until = serializers.DateField(
        allow_null=True, help_text="Until then half-days are planned; beyond, they are expected."
    )
    residents = ResidentSerializer(many=True)


class TrainingActions(Asked):
    """What is asked of a version."""

    @extend_schema(
        operation_id="versions_training_retrieve",
        description="Every resident beside every requirement, projected to graduation.",
        responses=TrainingYearSerializer,
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def training(self, request: Request, pk: str) -> Response:
        version: ScheduleVersion = self.get_object()  # type: ignore[attr-defined]
        found = find_progress(version, by=self.by, at=self.at)
        return Response(TrainingYearSerializer(found).data)


class MyTrainingView(OfOneProgram):
    @extend_schema(
        operation_id="my_training_retrieve",
        description="Your own training, projected to graduation; unknown unless it is published.",
        parameters=[PROGRAM],
        responses=inline_serializer(
            "MyTraining",
            {
                "known": serializers.BooleanField(),
                "training": ResidentSerializer(allow_null=True),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        person = own_person(self.by)
        found = my_training(person, self.program(), by=self.by, at=self.at)
        told: dict[str, Any] | None = dict(ResidentSerializer(found).data) if found else None
        return Response({"known": found is not None, "training": told})
