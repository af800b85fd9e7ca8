"""Repairs over REST: ask for them, look at them, use one in the draft."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Absence
from people.permissions import programs_for
from people.rest import Asked
from scheduling.models import Assignment, DemandChange, RepairRun
from scheduling.permissions import visible_demand_changes, visible_repairs, visible_versions
from scheduling.services.apply_repair import apply_repair
from scheduling.services.cover import take_back_cover, use_cover
from scheduling.services.repair import ONE_SUBJECT, cancel_repair, propose_repairs

SUBJECTS = ("absence", "assignment", "demand_change")


class RepairSerializer(serializers.ModelSerializer[RepairRun]):
    """What was lost, the ways to mend it in words, and the one that was used."""

    message = serializers.CharField(read_only=True)
    ways = serializers.ListField(child=serializers.DictField(), read_only=True)
    result = serializers.DictField(read_only=True)

    class Meta:
        model = RepairRun
        fields = (
            *("id", "version", "absence", "assignment", "demand_change", "status", "message"),
            *("stage", "ways", "result"),
            *("requested_at", "started_at", "finished_at", "applied_way", "applied_at"),
            *("applied_to", "reason"),
        )


class AbsenceField(serializers.PrimaryKeyRelatedField[Absence]):
    """One of the absences of the programs whose absences the asker sees."""

    queryset = Absence.objects.none()

    def get_queryset(self) -> QuerySet[Absence]:
        view = self.context["view"]
        programs = programs_for(view.request.user, "view_absences", view.at)
        return Absence.objects.filter(program__in=programs).select_related("program", "person")


class AssignmentField(serializers.PrimaryKeyRelatedField[Assignment]):
    """One of the assignments of the versions that the asker sees."""

    queryset = Assignment.objects.none()

    def get_queryset(self) -> QuerySet[Assignment]:
        view = self.context["view"]
        versions = visible_versions(view.request.user, at=view.at)
        return Assignment.objects.filter(version__in=versions)


class DemandChangeField(serializers.PrimaryKeyRelatedField[DemandChange]):
    """Demand that has grown, in a program whose drafts the asker sees."""

    queryset = DemandChange.objects.none()

    def get_queryset(self) -> QuerySet[DemandChange]:
        view = self.context["view"]
        return visible_demand_changes(view.request.user, at=view.at)


class NewRepairSerializer(serializers.Serializer[dict[str, Any]]):
    """An approved absence, a published call or half-day given up, or demand that has grown."""

    absence = AbsenceField(pk_field=serializers.IntegerField(), allow_null=True, default=None)
    assignment = AssignmentField(pk_field=serializers.IntegerField(), allow_null=True, default=None)
    demand_change = DemandChangeField(
        pk_field=serializers.IntegerField(), allow_null=True, default=None
    )

    stage = serializers.ChoiceField(
        choices=RepairRun.Stage.choices,
        default=RepairRun.Stage.DAYS,
        help_text="After a long absence: its calls and half-days, or its rotations.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(attrs[name] is not None for name in SUBJECTS) != 1:
            raise serializers.ValidationError(ONE_SUBJECT)
        return attrs


class UseRepairSerializer(serializers.Serializer[dict[str, Any]]):
    way = serializers.IntegerField(min_value=1, help_text="1 is the first.")
    reason = serializers.CharField(max_length=200, default="", allow_blank=True)


@extend_schema_view(
    list=extend_schema(description="The repairs of the programs whose drafts you may see."),
    retrieve=extend_schema(description="One search for repairs and the ways that it found."),
)
class RepairViewSet(Asked, ReadOnlyModelViewSet[RepairRun]):
    queryset = RepairRun.objects.none()
    serializer_class = RepairSerializer

    def get_queryset(self) -> QuerySet[RepairRun]:
        return visible_repairs(self.request.user, at=self.at).order_by("-requested_at", "-pk")

    @extend_schema(
        description="Ask how to mend a loss; a worker looks for the ways and changes nothing.",
        request=NewRepairSerializer,
        responses={status.HTTP_202_ACCEPTED: RepairSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewRepairSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        details = asked.validated_data
        subject = next(details[name] for name in SUBJECTS if details[name] is not None)
        run = propose_repairs(subject, by=self.by, at=self.at, stage=details["stage"])
        return Response(RepairSerializer(run).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        description="End a search early; what was found by then is kept.",
        request=None,
        responses=RepairSerializer,
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        run = cancel_repair(self.get_object(), by=self.by, at=self.at)
        return Response(RepairSerializer(run).data)

    @extend_schema(
        description="Write one of the ways to the draft of the year; nothing is published.",
        request=UseRepairSerializer,
        responses=RepairSerializer,
    )
    @action(detail=True, methods=["post"])
    def use(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        asked = UseRepairSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        way, reason = asked.validated_data["way"], asked.validated_data["reason"]
        apply_repair(run, way, by=self.by, at=self.at, reason=reason)
        return Response(RepairSerializer(run).data)

    @extend_schema(
        description="Write one of the ways of an absence to the published version, on record; "
        "whoever takes over is told, and the ledger of covers keeps it.",
        request=UseRepairSerializer,
        responses=RepairSerializer,
    )
    @action(detail=True, methods=["post"])
    def cover(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        asked = UseRepairSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        way, reason = asked.validated_data["way"], asked.validated_data["reason"]
        use_cover(run, way, by=self.by, at=self.at, reason=reason)
        return Response(RepairSerializer(run).data)

    @extend_schema(
        description="Take a cover back; the published version is as it was before.",
        request=None,
        responses=RepairSerializer,
    )
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        take_back_cover(run, by=self.by, at=self.at)
        return Response(RepairSerializer(run).data)
