"""Academic years and blocks over REST, to read."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Program
from people.permissions import programs_for, require
from people.rest import Asked
from scheduling.api.lists import YearLists
from scheduling.api.looking import (
    InteractionsSerializer,
    PreflightSerializer,
    ScopeSerializer,
)
from scheduling.api.publication import VersionSerializer
from scheduling.api.upkeep import UpkeepActions
from scheduling.engine.academic_year import Span
from scheduling.filters import BlockFilter, OfProgramFilter
from scheduling.models import AcademicYear, Assignment, Block, TierOrder
from scheduling.queries.as_of import AsOf
from scheduling.services.as_of import published_as_of
from scheduling.services.preflight import find_interactions, look_ahead
from scheduling.services.scenarios import open_scenario
from scheduling.services.tiers import set_tier_order, tier_order


class AcademicYearSerializer(serializers.ModelSerializer[AcademicYear]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)

    class Meta:
        model = AcademicYear
        fields = ("id", "program", "year", "starts_on", "ends_on")


class TierOrderSerializer(serializers.Serializer[dict[str, list[str]]]):
    """The soft tiers, the most important first."""

    order = serializers.ListField(
        child=serializers.ChoiceField(choices=TierOrder.Tier.choices), max_length=5
    )


class AsOfAskedSerializer(serializers.Serializer[dict[str, Any]]):
    """A moment, and the days to be told of."""

    at = serializers.DateTimeField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class WasSerializer(serializers.Serializer[Assignment]):
    """An assignment as it was; without an id it is not there like this any more."""

    id = serializers.IntegerField(allow_null=True)
    person = serializers.IntegerField(source="person_id")
    roster_name = serializers.CharField(source="person.roster_name")
    kind = serializers.ChoiceField(choices=Assignment.Kind.choices)
    code = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    slot = serializers.CharField()


class AsOfSerializer(serializers.Serializer[AsOf]):
    """The version that was published then; null: nothing was."""

    at = serializers.DateTimeField(source="moment")
    version = serializers.SerializerMethodField()
    assignments = WasSerializer(many=True, source="rows")

    def get_version(self, found: AsOf) -> int | None:
        return found.version.pk if found.version else None


class NewScenarioSerializer(serializers.Serializer[dict[str, Any]]):
    name = serializers.CharField(max_length=80, help_text="What if …")


class BlockSerializer(serializers.ModelSerializer[Block]):
    class Meta:
        model = Block
        fields = ("id", "academic_year", "number", "starts_on", "ends_on")


@extend_schema_view(
    list=extend_schema(description="The academic years of the programs you may see."),
    retrieve=extend_schema(description="One academic year, named by the year in which it starts."),
)
class AcademicYearViewSet(YearLists, UpkeepActions, ReadOnlyModelViewSet[AcademicYear]):
    queryset = AcademicYear.objects.none()
    serializer_class = AcademicYearSerializer
    filterset_class = OfProgramFilter

    def get_queryset(self) -> QuerySet[AcademicYear]:
        programs = programs_for(self.request.user, "view_calendar", self.at)
        years = AcademicYear.objects.filter(program__in=programs).select_related("program")
        return years.order_by("program__name", "-year", "pk")

    @extend_schema(
        operation_id="academic_years_as_of_list",
        description="What was known and published at a moment, of some days; for those who plan.",
        parameters=[AsOfAskedSerializer],
        responses=AsOfSerializer,
    )
    @action(detail=True, url_path="as-of", filterset_class=None, pagination_class=None)
    def as_of(self, request: Request, pk: str) -> Response:
        year = self.get_object()
        asked = AsOfAskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        days = Span(asked.validated_data["first_day"], asked.validated_data["last_day"])
        found = published_as_of(year, asked.validated_data["at"], days, by=self.by, at=self.at)
        return Response(AsOfSerializer(found).data)

    @extend_schema(
        description="Open a scenario: a copy of the draft under a name, in which to try something.",
        request=NewScenarioSerializer,
        responses={status.HTTP_201_CREATED: VersionSerializer},
    )
    @action(detail=True, methods=["post"])
    def scenarios(self, request: Request, pk: str) -> Response:
        year = self.get_object()
        asked = NewScenarioSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        opened = open_scenario(year, asked.validated_data["name"], by=self.by, at=self.at)
        return Response(VersionSerializer(opened).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        methods=["GET"],
        description="The order in which a solve serves its goals.",
        responses=TierOrderSerializer,
    )
    @extend_schema(
        methods=["PUT"],
        description="Serve the goals in this order from the next solve on.",
        request=TierOrderSerializer,
        responses=TierOrderSerializer,
    )
    @action(detail=True, methods=["get", "put"])
    def tiers(self, request: Request, pk: str) -> Response:
        program = self.get_object().program
        changes = request.method == "PUT"
        require(self.by, "generate_schedule" if changes else "view_draft", program, at=self.at)
        if changes:
            asked = TierOrderSerializer(data=request.data)
            asked.is_valid(raise_exception=True)
            set_tier_order(program, asked.validated_data["order"], by=self.by, at=self.at)
        return Response({"order": list(tier_order(program))})

    @extend_schema(
        description="What can be said before a solve; changes nothing.",
        parameters=[ScopeSerializer],
        responses=PreflightSerializer,
    )
    @action(detail=True, filterset_class=None)
    def preflight(self, request: Request, pk: str) -> Response:
        year = self.get_object()
        require(self.by, "generate_schedule", year.program, at=self.at)
        found = look_ahead(year, by=self.by, at=self.at, **self._asked(year))
        return Response(PreflightSerializer(found).data)

    @extend_schema(
        description="Which rules speak about the same assignments.",
        parameters=[ScopeSerializer],
        responses=InteractionsSerializer,
    )
    @action(detail=True, filterset_class=None)
    def interactions(self, request: Request, pk: str) -> Response:
        year = self.get_object()
        require(self.by, "view_draft", year.program, at=self.at)
        found = find_interactions(year, by=self.by, at=self.at, **self._asked(year))
        return Response(InteractionsSerializer(found).data)

    def _asked(self, year: AcademicYear) -> dict[str, Any]:
        asked = ScopeSerializer(data=self.request.query_params, context={"academic_year": year})
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)


@extend_schema_view(
    list=extend_schema(description="The blocks of the academic years you may see."),
    retrieve=extend_schema(description="One block, with its first and its last day."),
)
class BlockViewSet(Asked, ReadOnlyModelViewSet[Block]):
    queryset = Block.objects.none()
    serializer_class = BlockSerializer
    filterset_class = BlockFilter

    def get_queryset(self) -> QuerySet[Block]:
        programs = programs_for(self.request.user, "view_calendar", self.at)
        return Block.objects.filter(academic_year__program__in=programs).order_by(
            "starts_on", "number", "pk"
        )
