"""Large spreadsheets over REST, while a worker reads them: followed, ended early."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.rest import Asked
from scheduling.models import SheetReading
from scheduling.permissions import visible_readings
from scheduling.services.sheet_readings import cancel_reading, problems_of


class ReadingSerializer(serializers.ModelSerializer[SheetReading]):
    """`sheet` is what came of it; `problems` why nothing did."""

    problems = serializers.SerializerMethodField()

    class Meta:
        model = SheetReading
        fields = (
            *("id", "academic_year", "file_name", "status", "message", "done", "parts"),
            *("requested_at", "finished_at", "problems", "sheet"),
        )

    def get_problems(self, reading: SheetReading) -> list[str]:
        return [str(problem) for problem in problems_of(reading)]


@extend_schema_view(
    list=extend_schema(
        description="Large spreadsheets that were brought in the last days, the last first."
    ),
    retrieve=extend_schema(description="One of them, how far it is, and what came of it."),
)
class ReadingViewSet(Asked, ReadOnlyModelViewSet[SheetReading]):
    queryset = SheetReading.objects.none()
    serializer_class = ReadingSerializer

    def get_queryset(self) -> QuerySet[SheetReading]:
        return visible_readings(self.request.user, at=self.at)

    @extend_schema(description="End it early.", request=None, responses=ReadingSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        reading = cancel_reading(self.get_object(), by=self.by, at=self.at)
        return Response(ReadingSerializer(reading).data)
