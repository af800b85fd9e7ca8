"""How a year's schedule held up, over REST, for those who plan."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from people.rest import Asked
from scheduling.models import AcademicYear
from scheduling.queries.upkeep import (
    KindKept,
    MonthChanged,
    NoticesSeen,
    ScopeRuns,
    SolveHeld,
    Upkeep,
)
from scheduling.services.upkeep import find_upkeep


class KindKeptSerializer(serializers.Serializer[KindKept]):
    kind = serializers.CharField()
    standing = serializers.IntegerField(help_text="Cells that hold what a solve put there.")
    changed = serializers.IntegerField(help_text="Cells that people put something else in.")


class MonthChangedSerializer(serializers.Serializer[MonthChanged]):
    first_day = serializers.DateField()
    cells = serializers.IntegerField()
    soon = serializers.IntegerField(help_text="With less notice than the program promises.")
    people = serializers.IntegerField()


class ScopeRunsSerializer(serializers.Serializer[ScopeRuns]):
    scope = serializers.CharField()
    count = serializers.IntegerField()
    solved = serializers.IntegerField()
    seconds = serializers.FloatField(help_text="All of them together.")


class SolveHeldSerializer(serializers.Serializer[SolveHeld]):
    run = serializers.IntegerField(source="run.pk")
    finished_at = serializers.DateTimeField(source="run.finished_at")
    seconds = serializers.FloatField(allow_null=True)
    changed = serializers.IntegerField(help_text="Cells changed by hand since, in its version.")


class NoticesSeenSerializer(serializers.Serializer[NoticesSeen]):
    asked = serializers.IntegerField()
    seen = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Not acknowledged, and still in time.")
    late = serializers.IntegerField()
    passed_on = serializers.IntegerField()


class UpkeepSerializer(serializers.Serializer[Upkeep]):
    """Without a version nothing is planned yet; `percent` is null before anything was solved."""

    version = serializers.IntegerField(source="version.pk", allow_null=True, default=None)
    publications = serializers.IntegerField()
    percent = serializers.FloatField(
        allow_null=True, help_text="Of the solved cells, those changed by hand."
    )
    kinds = KindKeptSerializer(many=True)
    months = MonthChangedSerializer(many=True)
    scopes = ScopeRunsSerializer(many=True)
    solves = SolveHeldSerializer(many=True)
    notices = NoticesSeenSerializer()


class UpkeepActions(Asked):
    """What is asked of an academic year."""

    @extend_schema(
        operation_id="academic_years_upkeep_retrieve",
        description="What people changed of what was solved and of what was published.",
        responses=UpkeepSerializer,
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def upkeep(self, request: Request, pk: str) -> Response:
        year: AcademicYear = self.get_object()  # type: ignore[attr-defined]
        return Response(UpkeepSerializer(find_upkeep(year, by=self.by, at=self.at)).data)
