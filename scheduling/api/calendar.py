"""Academic years and blocks over REST, to read."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Program
from people.permissions import programs_for, require
from people.rest import Asked
from scheduling.api.looking import (
    InteractionsSerializer,
    PreflightSerializer,
    ScopeSerializer,
)
from scheduling.filters import BlockFilter, OfProgramFilter
from scheduling.models import AcademicYear, Block, TierOrder
from scheduling.services.preflight import find_interactions, look_ahead
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


class BlockSerializer(serializers.ModelSerializer[Block]):
    class Meta:
        model = Block
        fields = ("id", "academic_year", "number", "starts_on", "ends_on")


@extend_schema_view(
    list=extend_schema(description="The academic years of the programs you may see."),
    retrieve=extend_schema(description="One academic year, named by the year in which it starts."),
)
class AcademicYearViewSet(Asked, ReadOnlyModelViewSet[AcademicYear]):
    queryset = AcademicYear.objects.none()
    serializer_class = AcademicYearSerializer
    filterset_class = OfProgramFilter

    def get_queryset(self) -> QuerySet[AcademicYear]:
        programs = programs_for(self.request.user, "view_calendar", self.at)
        years = AcademicYear.objects.filter(program__in=programs).select_related("program")
        return years.order_by("program__name", "-year", "pk")

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
