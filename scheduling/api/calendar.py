"""Academic years and blocks over REST, to read."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Program
from people.permissions import programs_for
from people.rest import Asked
from scheduling.filters import AcademicYearFilter, BlockFilter
from scheduling.models import AcademicYear, Block


class AcademicYearSerializer(serializers.ModelSerializer[AcademicYear]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)

    class Meta:
        model = AcademicYear
        fields = ("id", "program", "year", "starts_on", "ends_on")


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
    filterset_class = AcademicYearFilter

    def get_queryset(self) -> QuerySet[AcademicYear]:
        programs = programs_for(self.request.user, "view_calendar", self.at)
        years = AcademicYear.objects.filter(program__in=programs).select_related("program")
        return years.order_by("program__name", "-year", "pk")


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
