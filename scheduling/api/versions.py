"""Versions of schedules and their assignments over REST: read, check, publish."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from people.permissions import require
from people.rest import Asked
from scheduling.api.changes import ChangeActions
from scheduling.api.downloads import DownloadActions
from scheduling.api.fairness import EquityActions
from scheduling.api.findings import FindingSerializer
from scheduling.api.looking import SumSerializer, WhySerializer
from scheduling.api.options import CellSerializer, ChoiceSerializer, choice_of
from scheduling.api.publication import PublicationActions, VersionSerializer
from scheduling.api.training import TrainingActions
from scheduling.filters import AssignmentFilter, VersionFilter
from scheduling.models import Assignment, ScheduleVersion
from scheduling.permissions import visible_versions
from scheduling.services.check import check_version, findings
from scheduling.services.why import explain_assignment, explain_finding

STATES = ("checked", "unknown")


class StandingSerializer(serializers.Serializer[ScheduleVersion]):
    """What is known of a version's faults: nothing, when it has changed since the last check."""

    checked_at = serializers.DateTimeField(allow_null=True)
    state = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, version: ScheduleVersion) -> str:
        return "unknown" if version.report is None else "checked"

    @extend_schema_field(FindingSerializer(many=True, allow_null=True))
    def get_findings(self, version: ScheduleVersion) -> list[dict[str, Any]] | None:
        found = findings(version)
        return None if found is None else [FindingSerializer(fault).data for fault in found]


@extend_schema_view(
    list=extend_schema(
        description="What is published, and for those who plan also drafts and what was published."
    ),
    retrieve=extend_schema(description="One version of an academic year's schedule."),
)
class VersionViewSet(
    ChangeActions,
    PublicationActions,
    DownloadActions,
    EquityActions,
    TrainingActions,
    ReadOnlyModelViewSet[ScheduleVersion],
):
    queryset = ScheduleVersion.objects.none()
    serializer_class = VersionSerializer
    filterset_class = VersionFilter

    def get_queryset(self) -> QuerySet[ScheduleVersion]:
        return visible_versions(self.request.user, at=self.at).order_by("schedule", "-number")

    @extend_schema(
        description="What the last check found; unknown when the version changed since.",
        responses=StandingSerializer,
    )
    @action(detail=True)
    def violations(self, request: Request, pk: str) -> Response:
        version = self.get_object()
        require(self.by, "view_violations", version.schedule.program, at=self.at)
        return Response(StandingSerializer(version).data)

    @extend_schema(
        operation_id="versions_violation_retrieve",
        description="The sum behind a finding of the last check, counted from 0 in its list.",
        responses=SumSerializer,
    )
    @action(detail=True, url_path=r"violations/(?P<number>\d{1,6})", url_name="violation")
    def violation(self, request: Request, pk: str, number: str) -> Response:
        found = explain_finding(self.get_object(), int(number), by=self.by, at=self.at)
        return Response(SumSerializer(found).data)

    @extend_schema(
        operation_id="versions_cell_retrieve",
        description="Everything that could stand in a cell, with what it would break and mend.",
        parameters=[CellSerializer],
        responses=ChoiceSerializer,
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def cell(self, request: Request, pk: str) -> Response:
        version, cell = self.get_object(), CellSerializer(data=request.query_params)
        cell.is_valid(raise_exception=True)
        choice = choice_of(version, cell.validated_data, by=self.by, at=self.at)
        return Response(ChoiceSerializer(choice).data)

    @extend_schema(
        description="Check the version by every rule now, and keep what was found.",
        request=None,
        responses=StandingSerializer,
    )
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: str) -> Response:
        version = self.get_object()
        check_version(version, by=self.by, at=self.at)
        return Response(StandingSerializer(version).data)


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """Why a row is locked stays in the office."""

    roster_name = serializers.CharField(source="person.roster_name", read_only=True)
    code = serializers.CharField(read_only=True)

    class Meta:
        model = Assignment
        fields = (
            *("id", "version", "person", "roster_name", "kind", "code"),
            *("starts_on", "ends_on", "slot", "starts_at", "ends_at", "locked"),
        )


@extend_schema_view(
    list=extend_schema(description="Who does what and when, in the order in which it starts.")
)
class AssignmentViewSet(Asked, ListModelMixin, GenericViewSet[Assignment]):
    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter

    def get_queryset(self) -> QuerySet[Assignment]:
        versions = visible_versions(self.request.user, at=self.at)
        rows = Assignment.objects.filter(version__in=versions).with_names()
        return rows.order_by("starts_at", "person", "pk")

    @extend_schema(
        description="Why its person has it, and everybody else: why not, or what it would cost.",
        responses=WhySerializer,
        filters=False,
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def why(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        return Response(WhySerializer(explain_assignment(row, by=self.by, at=self.at)).data)
