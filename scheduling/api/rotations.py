"""What there is to assign, over REST: rotations with their weeks, activities, calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import SLOTS, Program
from people.permissions import programs_for, require
from people.rest import Asked
from scheduling.filters import OfProgramFilter
from scheduling.models import Activity, CallType, Rotation
from scheduling.services.weekly_pattern import Cells, Which, cells_of, set_weekly_pattern

M = TypeVar("M", bound=Model)


class RotationSerializer(serializers.ModelSerializer[Rotation]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)

    class Meta:
        model = Rotation
        fields = ("id", "program", "code", "name", "kind", "length", "pgys", "color")


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)

    class Meta:
        model = Activity
        fields = ("id", "program", "code", "name", "kind", "color")


class CallTypeSerializer(serializers.ModelSerializer[CallType]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)

    class Meta:
        model = CallType
        fields = ("id", "program", "code", "name", "kind", "staff", "pgys", "nights")


class CellSerializer(serializers.Serializer[dict[str, Any]]):
    """A half-day of the week, Monday 1 to Sunday 7, and the activities that may fill it."""

    weekday = serializers.IntegerField(min_value=1, max_value=7)
    slot = serializers.ChoiceField(choices=SLOTS)
    activities = serializers.ListField(child=serializers.IntegerField(), allow_empty=True)


class WeekSerializer(serializers.Serializer[dict[str, Any]]):
    """The pattern as it is to be, and as its author saw it."""

    cells = CellSerializer(many=True)
    expects = CellSerializer(many=True, write_only=True)


class WhichSerializer(serializers.Serializer[Which]):
    """The weeks of a block and the PGY that a pattern is for; nothing: every week, everybody."""

    week = serializers.IntegerField(min_value=1, max_value=4, required=False)
    pgy = serializers.IntegerField(min_value=1, max_value=8, required=False)


class OfPrograms(Asked, ReadOnlyModelViewSet[M]):
    """Rows of the programs whose calendar the asker may see."""

    filterset_class = OfProgramFilter

    def get_queryset(self) -> QuerySet[M]:
        programs = programs_for(self.request.user, "view_calendar", self.at)
        rows: QuerySet[M] = super().get_queryset().filter(program__in=programs)
        return rows.select_related("program").order_by("program__name", "code", "pk")


@extend_schema_view(
    list=extend_schema(description="The rotations of your programs."),
    retrieve=extend_schema(description="One rotation."),
)
class RotationViewSet(OfPrograms[Rotation]):
    queryset = Rotation.objects.all()
    serializer_class = RotationSerializer

    @extend_schema(
        methods=["GET"],
        description="What may fill each half-day of its week.",
        parameters=[WhichSerializer],
        responses=WeekSerializer,
    )
    @extend_schema(
        methods=["PUT"],
        description="Set the week as a whole; refused when it is not any more what you expect.",
        parameters=[WhichSerializer],
        request=WeekSerializer,
        responses=WeekSerializer,
    )
    @action(detail=True, methods=["get", "put"], filterset_class=None, pagination_class=None)
    def week(self, request: Request, pk: str) -> Response:
        rotation, asked = self.get_object(), WhichSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        which = Which(**asked.validated_data)
        if request.method == "PUT":
            self._set(rotation, which, request)
        return Response({"cells": _told(cells_of(rotation, which))})

    def _set(self, rotation: Rotation, which: Which, request: Request) -> None:
        require(self.by, "manage_calendar", rotation.program, at=self.at)
        sent = WeekSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        wanted, expects = (_cells(sent.validated_data[name]) for name in ("cells", "expects"))
        set_weekly_pattern(rotation, which, wanted, expects=expects, by=self.by, at=self.at)


@extend_schema_view(
    list=extend_schema(description="What fills half-days in your programs."),
    retrieve=extend_schema(description="One activity."),
)
class ActivityViewSet(OfPrograms[Activity]):
    queryset = Activity.objects.all()
    serializer_class = ActivitySerializer


@extend_schema_view(
    list=extend_schema(description="The lines of the call rosters of your programs."),
    retrieve=extend_schema(description="One line of a call roster."),
)
class CallTypeViewSet(OfPrograms[CallType]):
    queryset = CallType.objects.all()
    serializer_class = CallTypeSerializer


def _cells(sent: list[Mapping[str, Any]]) -> Cells:
    return {(each["weekday"], each["slot"]): frozenset(each["activities"]) for each in sent}


def _told(cells: Cells) -> list[dict[str, Any]]:
    return [
        {"weekday": weekday, "slot": slot, "activities": sorted(activities)}
        for (weekday, slot), activities in sorted(cells.items())
    ]
